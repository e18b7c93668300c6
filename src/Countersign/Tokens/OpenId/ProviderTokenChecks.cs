using System.Collections.Immutable;
using System.Globalization;
using Countersign.Tokens.Rules;

namespace Countersign.Tokens.OpenId;

/// <summary>What ID tokens and logout tokens have to be alike (OpenID Connect Core §3.1.3.7, Back-Channel Logout §2.6): from the provider, for the gateway, of now.</summary>
internal sealed class ProviderTokenChecks
{
    private readonly TrustedProvider _provider;
    private readonly ImmutableArray<string>.Builder _failures = ImmutableArray.CreateBuilder<string>();

    private ProviderTokenChecks(TrustedProvider provider, Jws signed, JwtClaims claims, decimal now)
    {
        (_provider, Signed, Claims, Now) = (provider, signed, claims, now);
        foreach (var fault in claims.Faults)
            Fail($"{fault.Name}: {fault.Kind.Row().Sentence}");
    }

    public Jws Signed { get; }

    public JwtClaims Claims { get; }

    /// <summary>The time, in seconds since 1970.</summary>
    public decimal Now { get; }

    public decimal Leeway => (decimal)_provider.Leeway.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Reads a token whose signature is the provider's, and judges it; of another nothing else is judged or told.</summary>
    public static async ValueTask<ProviderTokenJudgement> JudgeAsync(
        TrustedProvider provider, string token, TimeProvider clock, Action<ProviderTokenChecks> judge, CancellationToken cancel)
    {
        var reading = JwsReader.Read(token);
        if (reading.Token is not { } signed)
            return Refuse(reading.Faults[0].Kind.Row().Sentence);
        if (JwtClaimsReader.Read(signed, out var fault) is not { } claims)
            return Refuse(fault!.Value.Kind.Row().Sentence);
        if (claims.Issuer != provider.Issuer)
            return Refuse(IssuerEvidence.Of(claims.Issuer, [new(provider.Issuer, provider.Keys, new())]));

        var keys = provider.Keys.Current;
        if (!IssuerSignature.TryCheck(signed, keys, provider.Algorithms, out var check))
        {
            var sought = await IssuerSignature.SeekAsync(signed, provider.Keys, keys, check, provider.Algorithms, cancel);
            if (sought.IsOutage)
                return new() { Failures = [], Outage = IssuerSignature.Outage(provider.Issuer, sought.Look) };
            check = sought.Check;
        }

        if (!check.IsGood)
            return Refuse(check.Fault!.Value.Kind.Row().Sentence);
        var checks = new ProviderTokenChecks(provider, signed, claims, NumericDate.Of(clock.GetUtcNow()).Seconds);
        checks.Audience();
        judge(checks);
        checks.Time();
        return new() { Claims = checks._failures.Count == 0 ? claims : null, Failures = checks._failures.ToImmutable() };
    }

    public void Fail(string evidence) => _failures.Add(evidence);

    /// <summary>The kinds of a token are told apart by <c>typ</c>, where there is one (RFC 8725 §3.11).</summary>
    public void Type(params ReadOnlySpan<string> taken)
    {
        if (Signed.Header.Type is not { } type)
            return;
        foreach (var kind in taken)
        {
            if (Signed.Header.IsType(kind))
                return;
        }

        Fail($"The typ is {TokenWords.Quote(type)}; wanted: none, or {string.Join(" or ", taken.ToArray())}.");
    }

    public void Said(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            Fail($"There is no {name}.");
    }

    public static string At(NumericDate date) =>
        date.ToTime() is { } time ? time.ToString("u", CultureInfo.InvariantCulture) : "a time that no clock shows";

    private void Audience()
    {
        var others = Claims.Audience.Where(name => name != _provider.ClientId).ToImmutableArray();
        if (others.Length == Claims.Audience.Length)
            Fail(others.IsEmpty ? $"There is no aud; wanted: {_provider.ClientId}." : $"The aud is {TokenWords.Quote(others)}; wanted: {_provider.ClientId}.");
        else if (!others.IsEmpty)
            Fail($"The aud names others too, who are not trusted: {TokenWords.Quote(others)}.");
        if (Claims.AuthorizedParty is { } party && party != _provider.ClientId)
            Fail($"The azp is {TokenWords.Quote(party)}; wanted: {_provider.ClientId}.");
    }

    private void Time()
    {
        if (Claims.IssuedAt is not { } issued)
            Fail("There is no iat.");
        else if (Now < issued.Seconds - Leeway)
            Fail($"Its iat is {At(issued)}; here it is {At(new(Now))}.");
        if (Claims.NotBefore is { } start && Now < start.Seconds - Leeway)
            Fail($"It counts from {At(start)} on; here it is {At(new(Now))}.");
        if (Claims.ExpiresAt is not { } end)
            Fail("There is no exp.");
        else if (Now >= end.Seconds + Leeway)
            Fail($"It counted until {At(end)}; here it is {At(new(Now))}.");
    }

    private static ProviderTokenJudgement Refuse(string why) => new() { Failures = [why] };
}
