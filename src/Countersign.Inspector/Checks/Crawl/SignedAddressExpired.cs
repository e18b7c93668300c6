using System.Globalization;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class SignedAddressExpired : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/signed-address-expired",
        Severity.Warning,
        "Open pages use signed addresses that have expired",
        "An address that is signed for a while ends with it. The page was kept for longer, in a cache or as a file, and lacks what it names.",
        Requirement.Practice,
        Fault.Origin,
        "Make pages anew before the addresses in them end, sign for longer than the page is kept, or serve what is for everybody without a signature.");

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.IsWhole ? [] : view.Causes
            .Select(cause => (Cause: cause, Places: cause.Places.Where(place => IsExpired(place, view.Now)).ToList()))
            .Where(expired => expired.Places.Count > 0)
            .Select(expired => Found(view, $"{expired.Places.Count} signed {(expired.Places.Count == 1 ? "address that has" : "addresses that have")} expired {(expired.Places.Count == 1 ? "is" : "are")} refused at {expired.Cause.Where}: {expired.Cause.How}.", expired.Cause.Where, expired.Places));

    /// <summary>Whether an address says of itself that its time is over: those of S3 and Google, of CloudFront, and of Azure.</summary>
    public static bool IsExpired(Place place, DateTimeOffset now)
    {
        if (place.Url.Query.Length < 2 || place.Visit is not { Outcome: VisitOutcome.Forbidden or VisitOutcome.Unauthorized })
            return false;
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in place.Url.Query[1..].Split('&'))
        {
            if (part.Split('=', 2) is [var name, var value])
                query.TryAdd(name, Uri.UnescapeDataString(value));
        }

        return EndOf(query) is { } end && end < now;
    }

    private static DateTimeOffset? EndOf(Dictionary<string, string> query)
    {
        foreach (var maker in (string[])["X-Amz-", "X-Goog-"])
        {
            if (query.TryGetValue($"{maker}Date", out var date) && query.TryGetValue($"{maker}Expires", out var length)
                && DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from)
                && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return from.AddSeconds(seconds);
        }

        if (query.TryGetValue("Expires", out var expires) && (query.ContainsKey("Signature") || query.ContainsKey("Key-Pair-Id")) && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix < 253_402_300_800)
            return DateTimeOffset.FromUnixTimeSeconds(unix);
        return query.ContainsKey("sig") && query.TryGetValue("se", out var end) && DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
