using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

/// <summary>Judges a site for one fact. It stands in the folder and file of its id, and is listed in <see cref="SiteCheckCatalogue"/>.</summary>
internal abstract class SiteCheck
{
    /// <summary>What is said of it.</summary>
    public abstract CheckRow Row { get; }

    /// <summary>Judges a site.</summary>
    public abstract IEnumerable<SiteFinding> Judge(SiteView view);

    /// <summary>A finding about places of one cause.</summary>
    protected SiteFinding Found(SiteView view, string message, string cause, IReadOnlyCollection<Place> places, LinkKind? kind = null) =>
        new(new(Row, message) { Evidence = [.. places.Take(SiteView.MaxExamples).Select(place => view.Seen(place, kind))] }, cause, places.Count);
}
