using System.Globalization;

namespace Countersign.Client.Proofs;

/// <summary>
/// What a server's clock shows, as far as its refusals tell (the Date field): a proof that is made by a wrong clock is refused for its <c>iat</c>, and
/// nobody says so. Ours is believed until the server's differs by more than an answer's way explains.
/// </summary>
/// <param name="clock">Our clock.</param>
internal sealed class ServerClock(TimeProvider clock)
{
    /// <summary>What nobody corrects: Date tells whole seconds, and servers give as much.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    // A clock without a battery begins in 1970; what is further off is none.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(36525);

    private long _ahead;

    private TimeSpan Ahead => TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Now.</summary>
    public ProofTime Read() => new(clock.GetUtcNow(), Ahead);

    /// <summary>Takes the Date of an answer to a request that was sent at a time; whenever between then and now it was written, it may be right.</summary>
    public void Compare(ProofTime sent, DateTimeOffset date)
    {
        var ahead = TimeSpan.Zero;
        var now = clock.GetUtcNow();
        if (date < sent.Ours - Tolerance)
            ahead = date - sent.Ours;
        else if (date > now + Tolerance)
            ahead = date - now;
        if (ahead.Duration() <= Furthest)
            Volatile.Write(ref _ahead, ahead.Ticks);
    }

    /// <summary>Whether what is believed now was believed then.</summary>
    public bool Agrees(ProofTime then) => (Ahead - then.Ahead).Duration() <= Tolerance;

    /// <summary>The difference in words; null where there is none.</summary>
    public string? Words()
    {
        var ahead = Ahead;
        return ahead == TimeSpan.Zero ? null
            : string.Create(CultureInfo.InvariantCulture, $"By its Date, the server's clock is {(long)ahead.Duration().TotalSeconds} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} ours.");
    }
}
