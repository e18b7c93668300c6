using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class CallRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/call-refused",
        Severity.Warning,
        "Scripts of open pages ask for what is refused",
        "The script runs for everybody as soon as the page is there, and is refused to all who have not signed in: the page lacks what it was to show, and monitoring sees a stream of refusals.",
        Requirement.Practice,
        Fault.Origin,
        "Open what strangers need, or ask for it only once somebody has signed in.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Call];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}.";

    // To ask who is signed in is how a page finds out that nobody is.
    protected override bool Includes(SiteView view, Place place) => !NativePrompt.IsOne(view, place) && !AsksWho(place.Url.AbsolutePath);

    private static bool AsksWho(string path) =>
        path.TrimEnd('/').Split('/')[^1].ToLowerInvariant() is "me" or "self" or "session" or "whoami" or "user" or "userinfo" or "account" or "profile" or "auth" or "status" or "current" or "current-user" or "refresh" or "token" or "signed-in";
}
