using System.Collections.Concurrent;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// Counts wrong attempts per name and network, alike for names that do not exist. A name is never locked for the world: many wrong attempts from many
/// networks shrink what each network may try, down to one attempt a window, and a network that has not tried yet always may.
/// </summary>
/// <remarks>
/// Nothing that still counts is ever evicted, so nobody can wash a victim's count away with a flood of names. When the table is full, further pairs share
/// fixed sets of counters (<see cref="SharedCounts"/>): they may then be counted too high together, never too low, and a pair that never failed is
/// locked only where its own site is the one that floods, or as many sites flood as there are counters. Further names may then be slowed as if many
/// networks had tried them.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="attemptsPerName">Wrong attempts for one name from one network before a lockout.</param>
/// <param name="attemptsWindow">How long attempts count and a lockout lasts.</param>
/// <param name="capacity">How many pairs are counted exactly.</param>
public sealed class Lockout(TimeProvider time, int attemptsPerName = 10, TimeSpan? attemptsWindow = null, int capacity = 16_384) : IGuessLimit
{
    /// <summary>Beyond this, counts say no more.</summary>
    internal const int MostCounted = 1 << 20;

    /// <summary>How many networks' worth of wrong attempts halve what one network may try.</summary>
    private const int NetworksBeforeSlowing = 10;
    private static readonly Network Everywhere = new(ulong.MaxValue, false);
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _window = attemptsWindow ?? DefaultWindow;
    private readonly ConcurrentDictionary<Attempts, Failures> _exact = new();
    private readonly SharedCounts _shared = new((long)((attemptsWindow ?? DefaultWindow).TotalSeconds * time.TimestampFrequency));
    private readonly NameMarks _marks = new();
    private readonly Lock _counting = new();
    private UntoldGuesses? _untold;
    private int _known;
    private long _nextSweep;
    private volatile bool _isQuiet = true;

    /// <inheritdoc/>
    public TimeSpan? WaitFor(string user, RequestFacts request) => _isQuiet ? null : WaitFor(user, Network.Of(request.ClientAddress), request.Guess == GuessState.Wrong);

    /// <inheritdoc/>
    public void Failed(string user, RequestFacts request)
    {
        if (request.Guess != GuessState.None)
            return;
        request.Guess = GuessState.Wrong;
        Failed(user, Network.Of(request.ClientAddress));
    }

    /// <inheritdoc/>
    public void Succeeded(string user, RequestFacts request)
    {
        Recognised(user, request);
        if (!_isQuiet)
            Succeeded(user, Network.Of(request.ClientAddress));
    }

    /// <summary>
    /// Counts a guess before it is judged, so that guesses that come at once are no more than those that come one by one. What was no wrong one is taken
    /// back by <see cref="Recognised"/> or <see cref="Succeeded(string, RequestFacts)"/>.
    /// </summary>
    /// <returns>How long to wait, and nothing is counted; null when it may be judged.</returns>
    internal TimeSpan? Reserve(string user, RequestFacts request)
    {
        lock (_counting)
        {
            if (WaitFor(user, request) is { } wait)
                return wait;
            Failed(user, request);
            return null;
        }
    }

    /// <summary>The request is no guess: its secret was found right, now or a moment ago. What others guessed stays.</summary>
    internal void Recognised(string user, RequestFacts request)
    {
        if (request.Guess == GuessState.Wrong)
            TakeBack(user, Network.Of(request.ClientAddress));
        request.Guess = GuessState.Right;
    }

    /// <summary>How long this name has to wait on this network; null when it may try. <paramref name="isCounted"/>: one of the guesses is the asker's own.</summary>
    internal TimeSpan? WaitFor(string user, Network network, bool isCounted = false)
    {
        // The usual case: nobody guesses, and the name need not even be folded.
        if (_isQuiet)
            return null;
        var name = _marks.Of(user);
        var now = time.GetTimestamp();
        if (Alive(new(name, network), now) is not { } here || here.Number - (isCounted ? 1 : 0) < Allowance(name, now))
            return null;
        var wait = _window - time.GetElapsedTime(here.Latest, now);
        return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>Counts a wrong attempt.</summary>
    internal void Failed(string user, Network network)
    {
        var name = _marks.Of(user);
        lock (_counting)
        {
            var now = time.GetTimestamp();
            _isQuiet = false;
            Add(new(name, network), now);
            Add(new(name, Everywhere), now);
            _untold?.Add(new(name, network), 1);
            _untold?.Add(new(name, Everywhere), 1);
        }
    }

    /// <summary>Forgets the wrong attempts for a name on a network: its password was just given.</summary>
    internal void Succeeded(string user, Network network)
    {
        if (_isQuiet)
            return;
        var here = new Attempts(_marks.Of(user), network);
        if (!_exact.ContainsKey(here))
            return;
        lock (_counting)
        {
            // What came from other networks still slows them. A shared counter is not this name's alone and stays.
            if (!_exact.TryRemove(here, out _))
                return;
            _known--;
            _untold?.Forget(here);
        }
    }

    /// <summary>From now on remembers what other gateways have to be told.</summary>
    internal void Share()
    {
        lock (_counting)
            _untold ??= new(capacity);
    }

    /// <summary>Some of the changes that other gateways have not been told; what can't be told now is to be returned.</summary>
    internal List<(Attempts Attempts, GuessChange Change)> TakeUntold(int most)
    {
        lock (_counting)
            return _untold?.Take(most) ?? [];
    }

    /// <summary>Takes back what could not be told.</summary>
    internal void ReturnUntold(IEnumerable<(Attempts Attempts, GuessChange Change)> taken)
    {
        lock (_counting)
            _untold?.Return(taken);
    }

    /// <summary>What all gateways together counted, the last wrong attempt so long ago. What they have not been told yet is added.</summary>
    /// <param name="attempts">The pair.</param>
    /// <param name="number">How many wrong attempts.</param>
    /// <param name="age">How long ago the last one was.</param>
    /// <param name="mayLower">Whether fewer than here are right: not where a server says so that may have lost some.</param>
    internal void Adopt(Attempts attempts, long number, TimeSpan age, bool mayLower)
    {
        lock (_counting)
        {
            var untold = _untold?.Of(attempts) ?? default;
            if (untold.Forgets || age >= _window)
                return;
            var now = time.GetTimestamp();
            var latest = now - (long)(age.TotalSeconds * time.TimestampFrequency);
            var total = number + untold.Wrong;
            if (_exact.TryGetValue(attempts, out var here) && !HasEnded(here, now) && (untold.Wrong > 0 || !mayLower))
                (total, latest) = (mayLower ? total : Math.Max(total, here.Number), Math.Max(latest, here.Latest));
            Put(attempts, (int)Math.Min(total, MostCounted), latest, now);
        }
    }

    /// <summary>Takes one wrong attempt back. In shared counters it stays: they are not this name's alone.</summary>
    private void TakeBack(string user, Network network)
    {
        var name = _marks.Of(user);
        lock (_counting)
        {
            TakeBack(new(name, network));
            TakeBack(new(name, Everywhere));
        }
    }

    private void TakeBack(Attempts attempts)
    {
        if (!_exact.TryGetValue(attempts, out var count))
            return;
        _untold?.Add(attempts, -1);
        if (count.Number > 1)
            _exact[attempts] = count with { Number = count.Number - 1 };
        else if (_exact.TryRemove(attempts, out _))
            _known--;
    }

    private int Allowance(UInt128 name, long now)
    {
        var total = Alive(new(name, Everywhere), now)?.Number ?? 0;
        var halvings = Math.Min(30, total / Math.Max(1, attemptsPerName * NetworksBeforeSlowing));
        return Math.Max(1, attemptsPerName >> halvings);
    }

    private Failures? Alive(Attempts attempts, long now)
    {
        if (!_exact.TryGetValue(attempts, out var exact))
            return _shared.Find(attempts, now);
        return HasEnded(exact, now) ? null : exact;
    }

    private void Add(Attempts attempts, long now)
    {
        if (_exact.TryGetValue(attempts, out var count))
        {
            _exact[attempts] = Next(count, now);
            return;
        }

        // A pair that is already counted in shared counters stays there until these have ended: moving would reset it.
        if (_shared.Find(attempts, now) is not null)
        {
            _shared.Add(attempts, now);
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

        _shared.Add(attempts, now);
    }

    /// <summary>As counted elsewhere. A pair in shared counters stays there.</summary>
    private void Put(Attempts attempts, int number, long latest, long now)
    {
        var isKnown = _exact.ContainsKey(attempts);
        if (number <= 0)
        {
            if (_exact.TryRemove(attempts, out _))
                _known--;
            return;
        }

        _isQuiet = false;
        if (!isKnown && _known >= capacity)
            Sweep(now);
        if (!isKnown && (_known >= capacity || _shared.Find(attempts, now) is not null))
        {
            _shared.Raise(attempts, number, latest, now);
            return;
        }

        _exact[attempts] = new(number, latest);
        _known += isKnown ? 0 : 1;
    }

    private Failures Next(Failures? count, long now) =>
        count is null || HasEnded(count, now) ? new(1, now) : new(Math.Min(count.Number + 1, MostCounted), now);

    private bool HasEnded(Failures count, long now) => time.GetElapsedTime(count.Latest, now) >= _window;

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
}
