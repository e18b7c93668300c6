using System.Collections.Concurrent;
using System.Net;
using Countersign.AspNetCore.Passwords;

namespace Countersign.AspNetCore.Admission;

/// <summary>
/// Counts refused credentials by minute and line: an IPv4 address, or the /64 of an IPv6 address. One's excess does not touch another's. What was dear to
/// refuse counts as several: a signature on P-384 holds up others for as long as thirty wrong keys.
/// </summary>
internal sealed class RefusalBudget(TimeProvider clock)
{
    /// <summary>So much work is one refusal.</summary>
    private static readonly TimeSpan Unit = TimeSpan.FromMicroseconds(50);

    /// <summary>What one refusal counts as at most: a thread that was kept waiting by the system looks as if it had worked.</summary>
    private const int Dearest = 20;

    private volatile int _limit = 600;
    private volatile Minute _minute = new(0);

    /// <summary>Refusals a minute; 0 switches the budget off.</summary>
    public int Limit
    {
        get => _limit;
        set => _limit = value;
    }

    public bool HasRoom(IPAddress address)
    {
        var minute = _minute;
        return _limit == 0 || minute.IsEmpty || minute.Number != Now() || minute.SpentBy(Network.LineOf(address)) < _limit;
    }

    /// <param name="address">Whose credentials were refused.</param>
    /// <param name="effort">How long others were held up by it.</param>
    public void Spend(IPAddress address, TimeSpan effort = default)
    {
        if (_limit > 0)
            Current(Now()).Spend(Network.LineOf(address), 1 + (int)Math.Min(effort / Unit, Dearest - 1));
    }

    /// <summary>All that meet at the turn of a minute count into the same new one.</summary>
    private Minute Current(long now)
    {
        var minute = _minute;
        if (minute.Number == now)
            return minute;
        var next = new Minute(now);
        var met = Interlocked.CompareExchange(ref _minute, next, minute);
        return ReferenceEquals(met, minute) ? next : met;
    }

    private long Now() => clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;

    private sealed class Minute(long number)
    {
        /// <summary>Beyond this many lines in one minute the budget is no defence, and memory is worth more.</summary>
        private const int MostLines = 100_000;
        private readonly ConcurrentDictionary<Network, Spent> _spent = new();

        // The dictionary's own count takes all of its locks.
        private int _lines;

        public long Number => number;

        public bool IsEmpty => Volatile.Read(ref _lines) == 0;

        public int SpentBy(Network line) => _spent.TryGetValue(line, out var spent) ? Volatile.Read(ref spent.Refusals) : 0;

        public void Spend(Network line, int refusals)
        {
            if (!_spent.TryGetValue(line, out var spent))
            {
                if (Volatile.Read(ref _lines) >= MostLines)
                    return;
                var first = new Spent();
                spent = _spent.GetOrAdd(line, first);
                if (ReferenceEquals(spent, first))
                    Interlocked.Increment(ref _lines);
            }

            Interlocked.Add(ref spent.Refusals, refusals);
        }
    }

    private sealed class Spent
    {
        public int Refusals;
    }
}
