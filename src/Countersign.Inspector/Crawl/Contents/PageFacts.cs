namespace Countersign.Inspector.Crawl.Contents;

/// <summary>What a page is, besides its links.</summary>
/// <param name="Title">Its title.</param>
/// <param name="AsksForPassword">Whether it has a field for a password.</param>
/// <param name="HasIcon">Whether it names its icon.</param>
internal sealed record PageFacts(string Title, bool AsksForPassword, bool HasIcon);
