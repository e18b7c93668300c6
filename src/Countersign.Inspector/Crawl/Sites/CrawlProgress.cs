namespace Countersign.Inspector.Crawl.Sites;

/// <summary>How far a crawl is.</summary>
/// <param name="Pages">How many pages were asked for.</param>
/// <param name="Requests">How many requests there were.</param>
/// <param name="Waiting">How many places wait.</param>
/// <param name="Refused">How many places were refused.</param>
internal sealed record CrawlProgress(int Pages, int Requests, int Waiting, int Refused);
