using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Inspector.Crawl.Causes;

/// <summary>Places that are refused alike and stand together, so that one rule of the server is the likely cause.</summary>
/// <param name="where">Where they stand: a directory, a kind of file, or an address, as it may be shown.</param>
/// <param name="how">How they are refused, in words.</param>
/// <param name="places">The places.</param>
/// <param name="isLoose">Whether they only stand beside each other, and beside what is open.</param>
internal sealed class RefusalCause(string where, string how, IReadOnlyList<Place> places, bool isLoose)
{
    public string Where { get; } = where;

    public string How { get; } = how;

    public IReadOnlyList<Place> Places { get; } = places;

    public bool IsLoose { get; } = isLoose;

    public VisitOutcome Outcome => Places[0].Visit!.Outcome;

    /// <summary>What came of asking once more; null where nobody has.</summary>
    public SecondLook? Second { get; set; }

    /// <summary>Whether the refusal is one of who asks, and not of a crawler or of a moment.</summary>
    public bool Holds => Second is not (SecondLook.OpenNow or SecondLook.OpenToBrowsers);
}
