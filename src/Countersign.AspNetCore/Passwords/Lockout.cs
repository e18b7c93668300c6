using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// Counts wrong attempts per name and network, alike for names that do not exist. A name is never locked for the world: many wrong attempts from many
/// networks shrink what each network may try, down to one attempt a window, and a network that has not tried yet always may.
/// </summary>
/// <remarks>
/// Nothing that still counts is ever evicted, so nobody can wash a victim's count away with a flood of names. When the table is full, further pairs share
/// a fixed set of counters under a keyed hash: they may then be counted too high together, never too low.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="attemptsPerName">Wrong attempts for one name from one network before a lockout.</param>
/// <param name="attemptsWindow">How long attempts count and a lockout lasts.</param>
/// <param name="capacity">How many pairs are counted exactly.</param>
public sealed class Lockout(TimeProvider time, int attemptsPerName = 10, TimeSpan? attemptsWindow = null, int capacity = 16_384)
{
    /// <summary>How many networks' worth of wrong attempts halve what one network may try.</summary>
    private const int NetworksBeforeSlowing = 10;
    private const int LongName = 128;
    private static readonly Network Everywhere = new(ulong.MaxValue, false);

    private readonly TimeSpan _window = attemptsWindow ?? TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Attempts, Count> _exact = new();
    private readonly Count?[] _shared = new Count?[4096];
    private readonly Lock _counting = new();
    private int _known;
    private long _nextSweep;
    private volatile bool _isQuiet = true;

    /// <summary>How long this name has to wait on this network; null when it may try.</summary>
    internal TimeSpan? WaitFor(string user, Network network)
    {
        // The usual case: nobody guesses, and the name need not even be folded.
        if (_isQuiet)
            return null;
        var name = Canonical(user);
        var now = time.GetTimestamp();
        if (Alive(new(name, network), now) is not { } here || here.Number < Allowance(name, now))
            return null;
        var wait = _window - time.GetElapsedTime(here.Latest, now);
        return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>Counts a wrong attempt.</summary>
    internal void Failed(string user, Network network)
    {
        var name = Canonical(user);
        lock (_counting)
        {
            var now = time.GetTimestamp();
            _isQuiet = false;
            Add(new(name, network), now);
            Add(new(name, Everywhere), now);
        }
    }

    /// <summary>Forgets the wrong attempts for a name on a network: its password was just given.</summary>
    internal void Succeeded(string user, Network network)
    {
        if (_isQuiet)
            return;
        lock (_counting)
        {
            // What came from other networks still slows them. A shared counter is not this name's alone and stays.
            if (_exact.TryRemove(new(Canonical(user), network), out _))
                _known--;
        }
    }

    private int Allowance(string name, long now)
    {
        var total = Alive(new(name, Everywhere), now)?.Number ?? 0;
        var halvings = Math.Min(30, total / Math.Max(1, attemptsPerName * NetworksBeforeSlowing));
        return Math.Max(1, attemptsPerName >> halvings);
    }

    private Count? Alive(Attempts attempts, long now)
    {
        var count = _exact.TryGetValue(attempts, out var exact) ? exact : Volatile.Read(ref Shared(attempts));
        return count is not null && !HasEnded(count, now) ? count : null;
    }

    private void Add(Attempts attempts, long now)
    {
        if (_exact.TryGetValue(attempts, out var count))
        {
            _exact[attempts] = Next(count, now);
            return;
        }

        // A pair that is already counted in a shared counter stays there until that has ended: moving would reset it.
        ref var shared = ref Shared(attempts);
        if (shared is not null && !HasEnded(shared, now))
        {
            Volatile.Write(ref shared, Next(shared, now));
            return;
        }

        if (_known >= capacity)
            Sweep(now);
        if (_known < capacity)
        {
            _exact[attempts] = Next(null, now);
            _known++;
            return;
        }

        Volatile.Write(ref shared, Next(null, now));
    }

    private Count Next(Count? count, long now) =>
        count is null || HasEnded(count, now) ? new(1, now) : new(Math.Min(count.Number + 1, 1 << 20), now);

    private bool HasEnded(Count count, long now) => time.GetElapsedTime(count.Latest, now) >= _window;

    private ref Count? Shared(Attempts attempts) => ref _shared[(uint)attempts.GetHashCode() % (uint)_shared.Length];

    private void Sweep(long now)
    {
        // At most once a second, or a full table would be walked at every attempt.
        if (now < _nextSweep)
            return;
        _nextSweep = now + time.TimestampFrequency;
        foreach (var (attempts, count) in _exact)
        {
            if (HasEnded(count, now) && _exact.TryRemove(attempts, out _))
                _known--;
        }
    }

    private static string Canonical(string user)
    {
        var name = NameHints.Fold(user);

        // Keeps the table small whatever is sent.
        return name.Length <= LongName ? name : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>String hash codes are keyed per process, so nobody can aim at a shared counter.</summary>
    private readonly record struct Attempts(string Name, Network Network);

    private sealed record Count(int Number, long Latest);
}
