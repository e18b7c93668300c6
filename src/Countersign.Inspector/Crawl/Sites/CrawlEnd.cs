namespace Countersign.Inspector.Crawl.Sites;

/// <summary>Why a crawl came to its end.</summary>
internal enum CrawlEnd
{
    /// <summary>Everything that was found was asked for.</summary>
    Complete,

    /// <summary>Somebody has stopped it.</summary>
    Stopped,

    /// <summary>As many pages were asked for as it may.</summary>
    Pages,

    /// <summary>As many requests were sent as it may.</summary>
    Requests,

    /// <summary>As much was read as it may.</summary>
    Octets,

    /// <summary>It took as long as it may.</summary>
    Time,

    /// <summary>The start can't be reached.</summary>
    Unreachable,

    /// <summary>robots.txt can't be had or forbids the start.</summary>
    Forbidden,
}
