using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Crawl;

/// <summary>What was found in a site, once for each cause. Its evidence names places by their numbers.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Cause">What the places share; empty for a single one.</param>
/// <param name="Count">How many places it is about.</param>
internal sealed record SiteFinding(Finding Finding, string Cause, int Count);
