namespace Countersign.Inspector.Crawl;

/// <summary>How far a crawl goes, and how gently.</summary>
internal sealed record CrawlOptions
{
    /// <summary>How many places are asked for each page, at most: pages have images.</summary>
    private const int RequestsOnAPage = 20;

    /// <summary>Where it begins. Its site is all of its origin.</summary>
    public required Uri Start { get; init; }

    /// <summary>How many pages are asked for.</summary>
    public int MaxPages { get; init; } = 1000;

    /// <summary>How many links lie between the start and a page.</summary>
    public int MaxDepth { get; init; } = 30;

    /// <summary>How many pages that differ by numbers or query alone lead to each other, before it looks endless.</summary>
    public int MaxAlike { get; init; } = 100;

    /// <summary>How long it takes.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many octets of contents are read, decoded.</summary>
    public long MaxOctets { get; init; } = 1L << 30;

    /// <summary>How many octets of one answer are read, decoded.</summary>
    public int MaxContent { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two requests to one host.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How many requests go to the site at a time. Other hosts see one.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>Whether what robots.txt forbids is asked for, and its pauses are left out: for sites of one's own.</summary>
    public bool IgnoresRobots { get; init; }

    /// <summary>Whether assets at addresses of private networks are asked for.</summary>
    public bool AllowsPrivate { get; init; }

    /// <summary>Whether assets of other origins are asked for.</summary>
    public bool ChecksOthers { get; init; } = true;

    /// <summary>Whether what only browsers and crawlers guess is asked for: /favicon.ico, /sitemap.xml, /.well-known/.</summary>
    public bool Guesses { get; init; } = true;

    /// <summary>The version of the program, as it stands in User-Agent.</summary>
    public string Version { get; init; } = "0";

    /// <summary>Where a crawl that has not come to its end is kept; null for nowhere.</summary>
    public string? StateFile { get; init; }

    /// <summary>How many requests there are in all.</summary>
    public int MaxRequests => (int)Math.Min(int.MaxValue, (long)MaxPages * RequestsOnAPage);

    /// <summary>How many places are remembered.</summary>
    public int MaxPlaces => (int)Math.Min(500_000, (long)MaxRequests * 5);

}
