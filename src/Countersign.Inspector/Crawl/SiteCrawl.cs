using System.Runtime.ExceptionServices;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Network;
using Countersign.Inspector.Crawl.Robots;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Crawl.States;

namespace Countersign.Inspector.Crawl;

/// <summary>
/// Goes through a site as a stranger does, from its start, robots.txt and sitemaps on, and asks for what its pages use. Where a stranger is refused, whoever has
/// credentials asks again. Other origins are asked for what pages embed alone, once, and see no credentials.
/// </summary>
/// <param name="options">How far, and how gently.</param>
/// <param name="network">Connections that were made by <see cref="CrawlNetwork"/>, or stand for them.</param>
/// <param name="signedIn">The same behind what answers challenges; null for none.</param>
/// <param name="clock">The clock.</param>
internal sealed class SiteCrawl(CrawlOptions options, HttpMessageHandler network, HttpMessageHandler? signedIn, TimeProvider clock)
{
    private const int OtherWorkers = 4;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);

    private readonly Frontier _frontier = new();
    private readonly Lock _saving = new();
    private long _saved = clock.GetTimestamp();

    /// <summary>Crawls, and judges what was seen. Cancelling ends it with what there is.</summary>
    /// <exception cref="InvalidDataException">The kept crawl is none of this site.</exception>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public async Task<SiteInspection> RunAsync(IProgress<CrawlProgress>? progress, CancellationToken cancel)
    {
        using var strangers = new HttpMessageInvoker(network, disposeHandler: false);
        using var members = signedIn is null ? null : new HttpMessageInvoker(signedIn, disposeHandler: false);
        using var fetcher = new Fetcher(options, strangers, members, clock);
        var (site, budget) = (new Site(options), new CrawlBudget(options, fetcher, clock));
        var isResumed = options.StateFile is { } kept && CrawlStateFile.TryRestore(kept, site, options);
        var confirmation = new Confirmation(site, fetcher);
        try
        {
            if (await BeginAsync(site, fetcher, isResumed, cancel) is { } failed)
                site.End = failed;
            else
            {
                Seed(site, budget, isResumed);
                await GoAsync(site, fetcher, budget, progress, cancel);
                site.End = budget.Met;
                await confirmation.RunAsync(clock, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            site.End = CrawlEnd.Stopped;
        }

        if (options.StateFile is { } file)
            CrawlStateFile.Finish(file, site, options);
        return SiteInspection.Of(site, confirmation, budget.Pages, fetcher.Requests, clock);
    }

    // The start, to see where the site is, and what robots.txt says of it.
    private async Task<CrawlEnd?> BeginAsync(Site site, Fetcher fetcher, bool isResumed, CancellationToken cancel)
    {
        var start = await fetcher.AskAsync(new(options.Start, LinkKind.Page) { Follows = next => site.TakeIn(next) && !VisitReader.LeadsToLogin(options.Start, next) }, cancel);
        if (start.Status == 0)
        {
            site.Add(options.Start, LinkKind.Page).Visit = new() { Outcome = VisitOutcome.NoAnswer, Trouble = start.Trouble, IsPrivate = start.IsPrivate };
            return CrawlEnd.Unreachable;
        }

        if (start.Location is { } elsewhere && !site.IsOwn(elsewhere) && !VisitReader.LeadsToLogin(options.Start, elsewhere))
            site.LeadsElsewhere = site.Shown(elsewhere);
        var first = site.Add(start.Url, LinkKind.Page);
        var robots = site.Add(new(start.Url, "/robots.txt"), LinkKind.Guess);
        var answer = await fetcher.AskAsync(new(robots.Url, LinkKind.Guess) { MaxContent = RobotsFile.MaxOctets, Follows = next => !VisitReader.LeadsToLogin(robots.Url, next) }, cancel);
        robots.Visit = new VisitReader(site, options).VisitOf(robots, answer);
        site.Robots = answer.Status switch
        {
            >= 200 and < 300 when answer.Trouble is null && answer.MediaType is not "text/html" => RobotsFile.Read(answer.Content.Span, Fetcher.Agent),
            0 or 429 or >= 500 => RobotsFile.Closed,
            _ => RobotsFile.Open,
        };
        if (options.IgnoresRobots || site.Robots.Allows(first.Url))
        {
            if (!options.IgnoresRobots && site.Robots.CrawlDelay is { } pause)
                fetcher.PaceOf(start.Url).SlowDown(pause);
            return null;
        }

        first.Visit ??= new() { Outcome = VisitOutcome.LeftOut, Trouble = robots.Visit.Outcome == VisitOutcome.Open ? "robots.txt forbids it" : "robots.txt can't be had" };
        return CrawlEnd.Forbidden;
    }

    private void Seed(Site site, CrawlBudget budget, bool isResumed)
    {
        var (first, robots, found) = (site.Places[0], site.RobotsPlace!, new List<Place>());
        if (isResumed)
        {
            foreach (var place in site.Places)
            {
                budget.Resume(place);
                if (place.Visit is null)
                    found.Add(place);
            }
        }
        else
        {
            found.Add(first);
            var links = new LinkList(robots.Url);
            foreach (var address in site.Robots.Sitemaps)
                links.Add(address, LinkKind.Sitemap);
            site.Add(robots, robots.Url, isPublic: true, links.Links, found);
        }

        foreach (var place in found)
            _frontier.Add(place);
        _frontier.Done();
    }

    private async Task GoAsync(Site site, Fetcher fetcher, CrawlBudget budget, IProgress<CrawlProgress>? progress, CancellationToken cancel)
    {
        var visitor = new Visitor(site, fetcher, options, signsIn: signedIn is not null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Exception? failure = null;
        var workers = new List<Task>();
        for (var i = 0; i < Math.Max(1, options.Connections); i++)
            workers.Add(Task.Run(() => TryAsync(_frontier.Own(stop.Token)), cancel));
        for (var i = 0; i < OtherWorkers; i++)
            workers.Add(Task.Run(() => TryAsync(_frontier.Others(stop.Token)), cancel));
        await Task.WhenAll(workers);
        cancel.ThrowIfCancellationRequested();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);

        // Who fails takes the others along: what it had taken would never be done with, and they would wait for it.
        async Task TryAsync(IAsyncEnumerable<Place> places)
        {
            try
            {
                await WorkAsync(places);
            }
            catch (Exception reason)
            {
                Interlocked.CompareExchange(ref failure, reason, null);
                await stop.CancelAsync();
            }
        }

        async Task WorkAsync(IAsyncEnumerable<Place> places)
        {
            var found = new List<Place>();
            await foreach (var place in places)
            {
                if (place.Visit is null && budget.Takes(place))
                {
                    budget.Spent(await visitor.VisitAsync(place, found, stop.Token), place.Visit!);
                    foreach (var next in found)
                        _frontier.Add(next);
                    found.Clear();
                    progress?.Report(new(budget.Pages, fetcher.Requests, _frontier.Pending, budget.Refused));
                    SaveNowAndThen(site);
                }

                _frontier.Done();
            }
        }
    }

    private void SaveNowAndThen(Site site)
    {
        if (options.StateFile is null || clock.GetElapsedTime(Volatile.Read(ref _saved)) < SaveEvery || !_saving.TryEnter())
            return;
        try
        {
            CrawlStateFile.Write(options.StateFile, site, options);
            Volatile.Write(ref _saved, clock.GetTimestamp());
        }
        finally
        {
            _saving.Exit();
        }
    }
}
