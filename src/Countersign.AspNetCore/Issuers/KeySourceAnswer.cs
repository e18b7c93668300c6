using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>What a source of keys answered.</summary>
/// <param name="Reading">The keys and what is wrong with others; null when there is a failure.</param>
/// <param name="Version">Alike for alike keys, so that an unchanged set is known as such: some issuers write theirs in another order each time, and of one text keys may expire.</param>
/// <param name="MaxAge">How long the issuer says that the answer holds, or null.</param>
/// <param name="Failure">Why there are no keys, for the operator; null when there are.</param>
public sealed record KeySourceAnswer(JwkSetReading? Reading, string? Version, TimeSpan? MaxAge, string? Failure)
{
    /// <summary>Whether there are keys.</summary>
    [MemberNotNullWhen(true, nameof(Reading), nameof(Version))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsGood => Failure is null;

    /// <summary>Whether it is the issuer itself that says so: it publishes no key that can be used, and those of before are its keys no more.</summary>
    public bool IsWithdrawal { get; private init; }

    /// <summary>No answer: what the issuer would say is not known.</summary>
    public static KeySourceAnswer Failed(string failure) => new(null, null, null, failure);

    /// <summary>The answer of an issuer that publishes no key that can be used.</summary>
    public static KeySourceAnswer Withdrawn(string failure) => Failed(failure) with { IsWithdrawal = true };

    /// <summary>A text as read. A sound set in which no key can be used is the issuer's word; of any other text nobody knows what it was to be.</summary>
    internal static KeySourceAnswer Of(Fetched fetched, Uri url, Func<byte[], JwkSetReading> read)
    {
        if (!fetched.IsGood)
            return Failed(fetched.Failure);
        var reading = read(fetched.Octets);
        if (WhyUseless(reading) is not { } useless)
            return new(reading, VersionOf(reading), fetched.MaxAge, null);
        var failure = $"{BoundedFetch.Shown(url)}: {useless}";
        return reading.IsValid ? Withdrawn(failure) : Failed(failure);
    }

    private static string VersionOf(JwkSetReading reading)
    {
        var keys = reading.Keys.Keys.Select(key => $"{key.Thumbprint} {string.Join(',', key.Algorithms)} {key.Ends:O} {key.KeyId}");
        var faults = reading.Faults.Select(fault => $"{fault.Fault.Kind} {fault.Fault.Name} {fault.KeyId}");
        return string.Join('\n', keys.Concat(faults).Order(StringComparer.Ordinal));
    }

    /// <summary>Why no key of a reading can be used; null when one can.</summary>
    internal static string? WhyUseless(JwkSetReading reading)
    {
        if (!reading.Keys.Keys.IsEmpty)
            return null;
        return reading.Faults.IsEmpty ? "there is no key in it" : $"no key in it can be used. {Words(reading.Faults[0].Fault)}";
    }

    /// <summary>A fault in one sentence, with the member it is about.</summary>
    internal static string Words(TokenFault fault) =>
        fault.Name is { } name ? PeerText.Failure($"{fault.Kind.Row().Sentence} ({name})") : fault.Kind.Row().Sentence;
}
