using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Sites;

namespace Countersign.Lab.Simulator.Endpoints.Sites;

/// <summary>A small site to crawl.</summary>
internal sealed class SiteEndpoint : SimulatedEndpoint
{
    public override string Path => $"{SiteOrigin.Folder}/{{**path}}";

    public override SimulatorGroup Group => SimulatorGroup.Site;

    public override string Story =>
        "A small site with one fault of each kind that countersign crawl finds: assets, icons, manifests, feeds and previews that are refused, links into areas behind a password or a page to sign in, a page that a cache gives away. Below right/ nothing is wrong. At an origin of its own robots.txt, the sitemaps and security.txt are refused, too.";

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of("/site/"),
        SimulatedVisit.Of("/site/right/"),
        new(SimulatedCall.Get("/site/members/"), SimulatedCall.Get("/site/members/").With("Authorization", LoginParameters.Basic)),
        new(SimulatedCall.Get("/site/account").With("Accept", "application/json")) { Provokes = ["status/redirect-to-login"] },
        new(SimulatedCall.Get("/site/shop/1").With("Accept", "application/json")) { Provokes = ["status/login-page-as-success"] },
        new(SimulatedCall.Get("/site/app.webmanifest")) { Provokes = ["cors/manifest-refused"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (request.Context.Request.Path == SiteOrigin.Folder)
            return Moved($"{SiteOrigin.RootOf(request.Context)}");
        if (SitePlaces.Find(request.Route("path") ?? "") is not { } place)
            return new(404) { Diagnosis = new($"an address of the site, such as {string.Join(", ", SitePlaces.All.Take(5).Select(each => $"{SiteOrigin.Folder}/{each.Path}"))}", "another one") };
        var answer = await place.AnswerAsync(request, cancel);
        if (!place.Provokes.IsEmpty)
            answer.Diagnosis = (answer.Diagnosis ?? new("nothing", "a request")) with { Wrong = [place.Story], Checks = place.Provokes };
        return answer;
    }

    private static SimulatedAnswer Moved(string root)
    {
        var answer = new SimulatedAnswer(308) { Diagnosis = new("the address with a slash at its end", "the one without") };
        answer.Add("Location", root);
        return answer;
    }
}
