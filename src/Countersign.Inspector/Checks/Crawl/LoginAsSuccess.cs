using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class LoginAsSuccess : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/login-as-success",
        Severity.Warning,
        "One page to sign in under many addresses, sent as success",
        "Whoever asks gets 200 and the page to sign in, whatever was asked for. Crawlers index it under each of the addresses, monitors see a site that is well, and programs read HTML for data.",
        new("RFC 9110 §15.5.2"),
        Fault.Origin,
        "Redirect people to the page to sign in, or send it with 401 and a challenge.");

    private const int Least = 3;

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.Site.Places
            .Where(place => place is { IsOwn: true, Visit: { Outcome: VisitOutcome.Open, Likeness: not null } } && !LoginPlaces.IsLogin(place.Url.AbsoluteUri))
            .GroupBy(place => place.Visit!.Likeness, StringComparer.Ordinal)
            .Where(group => group.Count() >= Least)
            .Select(group => Found(view, $"{group.Count()} addresses are answered with 200 and the same page that asks for a password.", "", [.. group]))
            .Select(found => found with { Finding = found.Finding with { Certainty = Certainty.Likely } });
}
