using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class WellKnownRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/well-known-refused",
        Severity.Warning,
        "Usual addresses are refused",
        "Certificates are not renewed where /.well-known/acme-challenge/ is refused, and who finds a hole in the site finds nobody to tell without security.txt.",
        new("RFC 8615 §3"),
        Fault.Origin,
        "Open /.well-known/ for everybody, but for what was closed on purpose.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Guess];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} {Are(places)} refused at {where}: {how}. What is not there is answered otherwise.";

    protected override bool Includes(SiteView view, Place place) => !view.RefusesNowhere && place.Url.AbsolutePath != "/robots.txt";
}
