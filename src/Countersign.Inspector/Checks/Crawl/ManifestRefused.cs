using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class ManifestRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/manifest-refused",
        Severity.Warning,
        "The web app manifest is refused",
        "Browsers fetch a manifest without credentials, of the page's own site as well, unless the link says otherwise. The console fills with errors, and the site can't be installed.",
        new("W3C Web Application Manifest"),
        Fault.Origin,
        "Leave the manifest open, or write <link rel=\"manifest\" crossorigin=\"use-credentials\"> on pages that only people with an account see.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Manifest, LinkKind.ManifestWithCredentials];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} {Are(places)} refused at {where}: {how}.";

    // Without the word in the link, browsers send no credentials for it from pages behind a sign-in either.
    protected override bool IsWanted(Place place, LinkKind kind) => place.IsUsedAs(kind) || (kind == LinkKind.Manifest && place.Uses.Exists(use => use.Kind == kind));

    protected override bool Judges(SiteView view) => true;
}
