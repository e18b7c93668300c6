namespace Countersign.AspNetCore.Passwords;

/// <summary>How often a pair of name and network failed, and when last.</summary>
internal sealed record Failures(int Number, long Latest);

/// <summary>A name, as its mark, on a network.</summary>
internal readonly record struct Attempts(UInt128 Name, Network Network);

/// <summary>
/// Counts for pairs beyond those that are counted exactly, in cells of a fixed number. A pair has three: two by its site alone and one by all of it, and
/// the lowest holds. So it is never counted too low, and too high only where strangers fill all three: whoever has one site fills the two of that site.
/// </summary>
/// <param name="window">How long a failure counts, in ticks of the clock that the callers read.</param>
internal sealed class SharedCounts(long window)
{
    private const int Cells = 4096;
    private readonly Failures?[] _bySite = new Failures?[Cells];
    private readonly Failures?[] _bySiteAgain = new Failures?[Cells];
    private readonly Failures?[] _byPair = new Failures?[Cells];
    private volatile bool _isUsed;

    /// <summary>The count of a pair; null when it has none that still counts.</summary>
    public Failures? Find(Attempts attempts, long now)
    {
        if (!_isUsed
            || Alive(ref SiteCell(attempts), now) is not { } bySite
            || Alive(ref OtherSiteCell(attempts), now) is not { } bySiteAgain
            || Alive(ref PairCell(attempts), now) is not { } byPair)
        {
            return null;
        }

        return Lower(Lower(bySite, bySiteAgain), byPair);
    }

    /// <summary>Counts a failure. One thread at a time.</summary>
    public void Add(Attempts attempts, long now)
    {
        _isUsed = true;
        Add(ref SiteCell(attempts), now);
        Add(ref OtherSiteCell(attempts), now);
        Add(ref PairCell(attempts), now);
    }

    /// <summary>Has a pair count as often as this at least. One thread at a time.</summary>
    public void Raise(Attempts attempts, int number, long latest, long now)
    {
        _isUsed = true;
        Raise(ref SiteCell(attempts), number, latest, now);
        Raise(ref OtherSiteCell(attempts), number, latest, now);
        Raise(ref PairCell(attempts), number, latest, now);
    }

    // HashCode is keyed per process, as hash codes of strings are: nobody can aim at somebody's cell.
    private ref Failures? SiteCell(Attempts attempts) => ref _bySite[(uint)HashCode.Combine(attempts.Network.Site) % Cells];

    private ref Failures? OtherSiteCell(Attempts attempts) => ref _bySiteAgain[(uint)HashCode.Combine(attempts.Network.Site, nameof(OtherSiteCell)) % Cells];

    private ref Failures? PairCell(Attempts attempts) => ref _byPair[(uint)HashCode.Combine(attempts) % Cells];

    private static Failures Lower(Failures one, Failures other) => one.Number < other.Number ? one : other;

    private void Add(ref Failures? cell, long now) =>
        Volatile.Write(ref cell, new(Math.Min((Alive(ref cell, now)?.Number ?? 0) + 1, Lockout.MostCounted), now));

    private void Raise(ref Failures? cell, int number, long latest, long now)
    {
        var before = Alive(ref cell, now);
        Volatile.Write(ref cell, new(Math.Max(number, before?.Number ?? 0), Math.Max(latest, before?.Latest ?? latest)));
    }

    private Failures? Alive(ref Failures? cell, long now) => Volatile.Read(ref cell) is { } count && now - count.Latest < window ? count : null;
}
