using Countersign.Inspector.Crawl.Network;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>Counts what a crawl may still do. What an earlier one of the same site has done counts as well, but for the time.</summary>
/// <param name="options">How far the crawl goes.</param>
/// <param name="fetcher">Who asks.</param>
/// <param name="clock">The clock.</param>
internal sealed class CrawlBudget(CrawlOptions options, Fetcher fetcher, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private long _octets;
    private int _pages;
    private int _refused;

    /// <summary>How many pages were asked for.</summary>
    public int Pages => Volatile.Read(ref _pages);

    /// <summary>How many places were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The bound that was met first; Complete for none.</summary>
    public CrawlEnd Met { get; private set; }

    /// <summary>Whether a place may be asked for; if so, it is counted.</summary>
    public bool Takes(Place place)
    {
        var met = clock.GetElapsedTime(_began) >= options.MaxTime ? CrawlEnd.Time
            : Volatile.Read(ref _octets) >= options.MaxOctets ? CrawlEnd.Octets
            : fetcher.Requests >= options.MaxRequests ? CrawlEnd.Requests
            : place.IsPage && place.IsOwn && Interlocked.Increment(ref _pages) > options.MaxPages ? CrawlEnd.Pages
            : CrawlEnd.Complete;
        if (met == CrawlEnd.Complete)
            return true;
        if (met == CrawlEnd.Pages)
            Interlocked.Decrement(ref _pages);
        Met = Met == CrawlEnd.Complete ? met : Met;
        return false;
    }

    /// <summary>What was done for a place.</summary>
    public void Spent(int octets, Visit visit)
    {
        Interlocked.Add(ref _octets, octets);
        if (visit.IsRefused)
            Interlocked.Increment(ref _refused);
    }

    /// <summary>What an earlier crawl has done.</summary>
    public void Resume(Place place)
    {
        if (place is { IsPage: true, IsOwn: true, Visit.Outcome: not VisitOutcome.LeftOut })
            _pages++;
        if (place.Visit is { IsRefused: true })
            _refused++;
    }
}
