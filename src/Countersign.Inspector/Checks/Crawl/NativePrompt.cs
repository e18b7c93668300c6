using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class NativePrompt : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/native-prompt",
        Severity.Error,
        "Open pages make browsers ask for a password",
        "Browsers show their dialog for what a page of the same origin embeds. Visitors of an open page are asked for a password that they do not have, and that the page never mentions.",
        Requirement.Practice,
        Fault.Origin,
        "Open the place for everybody, or move what open pages need out of it. Where only people with an account see the page, sign them in before.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Stylesheet, LinkKind.Script, LinkKind.Font, LinkKind.Image, LinkKind.Media, LinkKind.Frame, LinkKind.Call];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}. Browsers ask visitors for a password.";

    protected override bool Includes(SiteView view, Place place) => IsOne(view, place);

    protected override Certainty CertaintyOf(SiteView view, RefusalCause cause) =>
        RefusalWords.Schemes(cause.Places[0].Visit!).Any(scheme => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase)) ? Certainty.Proved : Certainty.Likely;

    /// <summary>Whether browsers answer with their dialog: to schemes of their own, and in pages of the same origin.</summary>
    public static bool IsOne(SiteView view, Place place) =>
        place is { IsOwn: true, Visit: { Outcome: VisitOutcome.Unauthorized } visit }
            && place.Uses.Exists(use => use.IsPublic && (use.Kind.IsEmbedded() || use.Kind == LinkKind.Call) && use.From.Exists(from => Site.OriginOf(view.Site.At(from).Url) == Site.OriginOf(place.Url)))
            && RefusalWords.Schemes(visit).Any(IsNative);

    private static bool IsNative(string scheme) => scheme.ToLowerInvariant() is "basic" or "digest" or "negotiate" or "ntlm";
}
