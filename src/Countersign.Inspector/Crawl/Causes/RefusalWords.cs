using Countersign.Inspector.Crawl.Sites;
using Countersign.Wire;

namespace Countersign.Inspector.Crawl.Causes;

/// <summary>How a place is refused, in words.</summary>
internal static class RefusalWords
{
    private const int MaxRealm = 60;

    /// <summary>Such as <c>401 with Basic realm "Staff"</c>. What is refused by one rule of a server has the same.</summary>
    public static string Of(Visit visit) => visit.Outcome switch
    {
        VisitOutcome.ToLogin => $"a redirect to {PathOf(visit.Location ?? "")}",
        VisitOutcome.Forbidden => "403",
        _ => visit.Challenges.IsEmpty ? $"{visit.Status} without a challenge" : $"{visit.Status} with {string.Join(", ", Offered(visit))}",
    };

    /// <summary>The schemes that an answer offers.</summary>
    public static IEnumerable<string> Schemes(Visit visit) => ChallengeReader.Read([.. visit.Challenges]).Challenges.Select(challenge => challenge.Scheme);

    private static List<string> Offered(Visit visit)
    {
        var offered = ChallengeReader.Read([.. visit.Challenges]).Challenges.Take(4)
            .Select(challenge => challenge.Realm is { Length: > 0 and <= MaxRealm } realm ? $"{challenge.Scheme} realm \"{realm}\"" : challenge.Scheme)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return offered.Count == 0 ? ["a challenge that can't be read"] : offered;
    }

    private static string PathOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Path) : address;
}
