using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Tokens.Rules;

/// <summary>Holds header and claims against the rules: all failures, in the order of <see cref="TokenCheck"/>. Allocates nothing for a good token.</summary>
/// <param name="rules">The rules.</param>
/// <param name="claims">The claims.</param>
/// <param name="isSigned">Whether the signature was verified: what a stranger wrote is not repeated in evidence.</param>
internal readonly ref struct ClaimChecks(TokenRules rules, JwtClaims claims, bool isSigned)
{
    // As issuers in use write them.
    private static readonly string[] KindMembers = ["token_use", "token_type", "typ"];
    private static readonly string[] OtherKinds = ["refresh_token", "refresh", "offline", "id_token", "id", "logout", "logout+jwt", "secevent+jwt"];

    /// <summary>All that depends on header and claims alone.</summary>
    public void Content(JwsHeader header, ref FailureList failures)
    {
        Type(header, ref failures);
        Kind(ref failures);
        Claims(ref failures);
        Audience(ref failures);
        Client(ref failures);
        Values(ref failures);
    }

    /// <summary>All of what an issuer says of an opaque token, which has no header and need have no end (RFC 7662 §2.2).</summary>
    public void Said(ref FailureList failures)
    {
        Kind(ref failures);
        Needed(ref failures);
        Audience(ref failures);
        Client(ref failures);
        Values(ref failures);
    }

    /// <summary>Whether its time has begun, and is not longer than is taken.</summary>
    public void Begin(decimal now, ref FailureList failures)
    {
        NotBefore(now, ref failures);
        Lifetime(ref failures);
    }

    private void Type(JwsHeader header, ref FailureList failures)
    {
        foreach (var type in rules.Types)
        {
            if (header.IsType(type) || (header.Type is null && type.Equals("JWT", StringComparison.OrdinalIgnoreCase)))
                return;
        }

        failures.Add(TokenCheck.Type, header.Type is null ? $"There is no typ; {Wanted(rules.Types)}." : $"The typ is {Words(header.Type)}; {Wanted(rules.Types)}.");
    }

    /// <summary>
    /// A refresh, ID or logout token is none to get in with. An issuer tells of all its tokens, whatever is asked for (RFC 7662 §2.1), and many sign all of
    /// them with one <c>typ</c> in the header.
    /// </summary>
    private void Kind(ref FailureList failures)
    {
        foreach (var member in KindMembers)
        {
            foreach (var kind in ClaimValues.Of(claims, member))
            {
                if (IsOtherKind(kind))
                    failures.Add(TokenCheck.Type, $"The {member} is {Words(kind)}: it is no access token.");
            }
        }
    }

    // As a URN (RFC 8693 §3) or a media type it ends in the same word.
    private static bool IsOtherKind(ReadOnlySpan<char> kind)
    {
        var word = kind[(kind.LastIndexOfAny(':', '/') + 1)..];
        foreach (var other in OtherKinds)
        {
            if (word.Equals(other, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void Claims(ref FailureList failures)
    {
        if (claims.ExpiresAt is null && !IsFaulty("exp"))
            failures.Add(TokenCheck.Claims, "There is no exp: the token would count for ever.");
        Needed(ref failures);
    }

    private void Needed(ref FailureList failures)
    {
        foreach (var fault in claims.Faults)
            failures.Add(TokenCheck.Claims, $"{fault.Name}: {fault.Kind.Row().Sentence}");
        foreach (var name in rules.Required)
        {
            if (!Has(name) && !IsFaulty(name))
                failures.Add(TokenCheck.Claims, $"{Lacking(name)}.");
        }
    }

    private void Audience(ref FailureList failures)
    {
        if (rules.Audiences.IsEmpty)
            return;
        foreach (var audience in claims.Audience)
        {
            if (rules.Audiences.Contains(audience))
                return;
        }

        var found = claims.Audience.IsEmpty ? "There is no aud" : $"The aud is {Words(claims.Audience)}";
        failures.Add(TokenCheck.Audience, $"{found}; {Wanted(rules.Audiences)}.");
    }

    private void Client(ref FailureList failures)
    {
        if (rules.Clients.IsEmpty)
            return;
        var client = claims.ClientId ?? claims.AuthorizedParty;
        if (client is null)
            failures.Add(TokenCheck.Client, $"There is no client_id or azp; {Wanted(rules.Clients)}.");
        else if (!rules.Clients.Contains(client))
            failures.Add(TokenCheck.Client, $"The client is {Words(client)}; {Wanted(rules.Clients)}.");
    }

    private void Values(ref FailureList failures)
    {
        foreach (var rule in rules.Values)
        {
            var values = ClaimValues.Of(claims, rule.Name);
            if (values.IsEmpty)
                failures.Add(TokenCheck.Values, $"{Lacking(rule.Name)}{(rule.Values.IsEmpty ? "" : $"; {Wanted(rule.Values)}")}.");
            else if (!rule.Values.IsEmpty && !values.AsSpan().ContainsAny(rule.Values.AsSpan()))
                failures.Add(TokenCheck.Values, $"{rule.Name} is {Words(values)}; {Wanted(rule.Values)}.");
        }
    }

    private void NotBefore(decimal now, ref FailureList failures)
    {
        if (claims.NotBefore is { } start && now < start.Seconds - Leeway)
            failures.Add(TokenCheck.NotBefore, $"It counts from {At(start)} on; here it is {At(new(now))}{WithLeeway}.");
        if (rules.RefuseFutureIssuedAt && claims.IssuedAt is { } issued && now < issued.Seconds - Leeway)
            failures.Add(TokenCheck.NotBefore, $"Its iat is {At(issued)}; here it is {At(new(now))}{WithLeeway}.");
    }

    private void Lifetime(ref FailureList failures)
    {
        if (rules.MaxLifetime is not { } longest || claims.ExpiresAt is not { } end)
            return;
        if (claims.IssuedAt is not { } issued)
            failures.Add(TokenCheck.Lifetime, "There is no iat, so that its length of life is not known.");
        else if (end.Seconds - issued.Seconds > (decimal)longest.TotalSeconds)
            failures.Add(TokenCheck.Lifetime, string.Create(CultureInfo.InvariantCulture, $"It was made for {end.Seconds - issued.Seconds:0} s; at most {longest.TotalSeconds:0} s are taken."));
    }

    public void Expiry(decimal now, ref FailureList failures)
    {
        if (claims.ExpiresAt is { } end && now >= end.Seconds + Leeway)
            failures.Add(TokenCheck.Expiry, $"It counted until {At(end)}; here it is {At(new(now))}{WithLeeway}.");
    }

    private decimal Leeway => (decimal)rules.Leeway.Ticks / TimeSpan.TicksPerSecond;

    private string WithLeeway => rules.Leeway == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $", with {rules.Leeway.TotalSeconds:0.###} s of leeway");

    private bool IsFaulty(string name)
    {
        foreach (var fault in claims.Faults)
        {
            if (fault.Name == name)
                return true;
        }

        return false;
    }

    // The usual ones without parsing all claims.
    private bool Has(string name) => name switch
    {
        "iss" => claims.Issuer is not null,
        "sub" => IsSaid(claims.Subject),
        "aud" => !claims.Audience.IsEmpty,
        "exp" => claims.ExpiresAt is not null,
        "nbf" => claims.NotBefore is not null,
        "iat" => claims.IssuedAt is not null,
        "jti" => IsSaid(claims.Id),
        "client_id" => IsSaid(claims.ClientId),
        _ => ClaimValues.Of(claims, name) is [var first, ..] && IsSaid(first),
    };

    // Nobody is known by a blank.
    private static bool IsSaid(string? text) => !string.IsNullOrWhiteSpace(text);

    private string Lacking(string name) => EmailVerification.IsLacking(claims, name) ? "The email was not verified" : $"There is no {name}";

    private static string Wanted(ImmutableArray<string> values) => $"wanted: {string.Join(" or ", values)}";

    private string Words(ImmutableArray<string> values) => isSigned ? TokenWords.Quote(values) : "another";

    private string Words(string value) => isSigned ? TokenWords.Quote(value) : "another";

    private static string At(NumericDate date) =>
        date.ToTime() is { } time ? time.ToString("u", CultureInfo.InvariantCulture) : "a time that no clock shows";
}
