using System.Collections.Immutable;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Verdicts;

/// <summary>By which schemes a challenge lets one in, and the one to take.</summary>
internal static class WaysIn
{
    // The strongest first, as clients should choose (RFC 7616 §5.6).
    private static readonly ImmutableArray<string> Order = ["DPoP", "Bearer", "Mutual", "SCRAM-SHA-256", "Negotiate", "Digest", "NTLM", "Basic"];

    /// <summary>The schemes that are offered, the strongest first, each once.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<Challenge> challenges) =>
        [.. challenges.Select(each => Known(each.Scheme)).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(Rank)];

    /// <summary>The change to the request by which one gets in; none where nothing is offered.</summary>
    public static ImmutableArray<RequestChange> Changes(ImmutableArray<Challenge> challenges, bool isProxy) =>
        Of(challenges) is [var scheme, ..] ? [new(isProxy ? RequestChangeKind.AuthenticateToProxy : RequestChangeKind.Authenticate, scheme)] : [];

    /// <summary>Words such as <c>Digest or Basic for "staff"</c>.</summary>
    public static string Words(ImmutableArray<Challenge> challenges)
    {
        var schemes = Of(challenges);
        var named = schemes.Length == 1 ? schemes[0] : $"{string.Join(", ", schemes[..^1])} or {schemes[^1]}";
        var realms = challenges.Select(each => each.Realm).OfType<string>().Where(realm => realm.Length > 0).Distinct().ToList();
        return realms.Count == 1 ? $"{named} for \"{realms[0]}\"" : named;
    }

    // A name that is misspelt is meant as it is spelt.
    private static string Known(string scheme) => SchemeNames.Meant(scheme) ?? Order.FirstOrDefault(each => each.Equals(scheme, StringComparison.OrdinalIgnoreCase)) ?? scheme;

    private static int Rank(string scheme) => Order.IndexOf(scheme) is var place and >= 0 ? place : Order.Length;
}
