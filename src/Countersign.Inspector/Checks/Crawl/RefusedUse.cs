using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

/// <summary>A check for places that are refused, though open pages want them for something: once for each cause.</summary>
internal abstract class RefusedUse : SiteCheck
{
    /// <summary>What they are wanted for.</summary>
    protected abstract IReadOnlyList<LinkKind> Kinds { get; }

    public override IEnumerable<SiteFinding> Judge(SiteView view) => Judges(view) ? view.Causes.SelectMany(cause => Judge(view, cause)) : [];

    /// <summary>Whether there is anything to be judged. A site that is refused as a whole has one fault, and not all of them.</summary>
    protected virtual bool Judges(SiteView view) => !view.IsWhole;

    /// <summary>Whether somebody wants a place for this who ought to get it.</summary>
    protected virtual bool IsWanted(Place place, LinkKind kind) => place.IsUsedAs(kind);

    /// <summary>Whether a place belongs here, and to no other check.</summary>
    protected virtual bool Includes(SiteView view, Place place) => true;

    /// <summary>What is said of the places of one cause: where they are refused, how, and what they are.</summary>
    protected abstract string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places);

    /// <summary>The verb for so many.</summary>
    protected static string Are(IReadOnlyList<Place> places) => places.Count == 1 ? "is" : "are";

    /// <summary>How sure it is.</summary>
    protected virtual Certainty CertaintyOf(SiteView view, RefusalCause cause) => cause.Places[0].IsOwn && cause.Outcome != VisitOutcome.Forbidden ? Certainty.Proved : Certainty.Likely;

    /// <summary>How much it matters.</summary>
    protected virtual Severity SeverityOf(SiteView view, RefusalCause cause, IReadOnlyList<Place> places) => Row.Severity;

    private IEnumerable<SiteFinding> Judge(SiteView view, RefusalCause cause)
    {
        List<Place> places = [.. cause.Places.Where(place => Kinds.Any(kind => IsWanted(place, kind)) && !SignedAddressExpired.IsExpired(place, view.Now) && Includes(view, place))];
        if (places.Count == 0)
            yield break;
        var what = string.Join(" and ", Kinds.Select(kind => (Kind: kind, Count: places.Count(place => KindOf(place) == kind))).Where(pair => pair.Count > 0).Select(pair => pair.Kind.Words(pair.Count)));
        // What others beside it are refused for says nothing of a single one.
        var where = cause.IsLoose && places.Count == 1 ? view.Site.Shown(new Uri(places[0].Url.GetLeftPart(UriPartial.Path))) : cause.Where;
        var found = Found(view, Message(view, where, cause.How, what, places), where, places, places.Count == 1 ? KindOf(places[0]) : null);
        yield return found with { Finding = found.Finding with { Certainty = CertaintyOf(view, cause), Severity = SeverityOf(view, cause, places) } };
    }

    private LinkKind KindOf(Place place) => Kinds.First(kind => IsWanted(place, kind));
}
