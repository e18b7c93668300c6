using System.Text;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Reading;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>
/// Sorts the refusals of a log in one pass and in bounded memory. A refusal waits two minutes, in the log's own time, for what comes after it; where too
/// many wait, the oldest is judged by what is known by then.
/// </summary>
internal sealed class LogClassifier
{
    private const int MostWaiting = 1 << 16;
    private const uint Patience = 120, Day = 86_400;

    // A caller that gets in within so many seconds was refused as part of getting in: nobody noticed.
    private const uint AtOnce = 10;
    private const int MaxStep = 16;

    private readonly LoggedRefusal[] _ring;
    private readonly RefusalJudge _judge;
    private readonly LogMemory _memory;
    private readonly LogCounts _counts;
    private long _first, _next;
    private uint _now;
    private bool _leapt;

    /// <summary>A classifier without any line.</summary>
    /// <param name="deployments">When something was deployed, as far as it was told.</param>
    /// <param name="waiting">How many refusals may wait, a power of two; twice as many callers are remembered.</param>
    public LogClassifier(IReadOnlyList<DateTimeOffset>? deployments = null, int waiting = MostWaiting)
    {
        _ring = new LoggedRefusal[waiting];
        _memory = new LogMemory(waiting / 4);
        _counts = new LogCounts(_memory, waiting);
        _judge = new RefusalJudge(_memory, [.. (deployments ?? []).Select(time => (uint)Math.Clamp(time.ToUnixTimeSeconds() / 60, 0, uint.MaxValue))]);
    }

    public LogCounts Counts => _counts;

    public LogMemory Memory => _memory;

    /// <summary>The number of the file whose lines are taken.</summary>
    public int File { get; set; }

    /// <summary>Takes a line.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="number">Its number in the file, from 1.</param>
    public void Take(scoped in LogLine line, long number)
    {
        var time = TimeOf(line.Time);
        if (time > _now)
            Advance(time);
        var minute = time / 60;
        var slice = _counts.CountLine(line.Status, time);
        _memory.Minutes.Count(minute, line.Status is 502 or 503 or 504);
        if (line.Status is 401 or 407)
            Refuse(line, number, time, slice);
        else if (line.Status is (>= 200 and < 300) or 304 or 101 && !line.Method.SequenceEqual("OPTIONS"u8))
            Serve(line, time);
    }

    /// <summary>Judges what still waits.</summary>
    public void Finish()
    {
        while (_first < _next)
            JudgeFirst();
    }

    // One line with a wrong time does not move the clock; two do.
    private uint TimeOf(long logged)
    {
        var time = (uint)Math.Clamp(logged, 0, uint.MaxValue);
        if (_now == 0 || time <= _now || time - _now < Day)
        {
            _leapt = false;
            return time;
        }

        var again = _leapt;
        _leapt = !again;
        return again ? time : _now;
    }

    private void Advance(uint time)
    {
        while (_first < _next && _ring[_first % _ring.Length].Time + Patience <= time)
            JudgeFirst();
        _now = time;
        _memory.Minutes.Advance(time / 60);
    }

    private void JudgeFirst()
    {
        var slot = (int)(_first % _ring.Length);
        ref var refusal = ref _ring[slot];
        var (kind, certainty) = _judge.Judge(refusal);
        _counts.CountRefusal(refusal, slot, kind, certainty);
        _judge.Hold(refusal, kind, _counts);
        _first++;
    }

    private static ulong CallerOf(scoped in LogLine line, ulong area) =>
        Octets.Join(Octets.Join(Octets.Hash(line.Client), line.Agent.IsEmpty ? 1 : Octets.Hash(line.Agent)), area);

    private void Serve(scoped in LogLine line, uint time)
    {
        var minute = time / 60;
        var path = PathKinds.PathOf(line.Target);
        var area = Octets.Hash(PathKinds.AreaOf(path));
        var areaNumber = _memory.AreaOf(area, isTaken: !line.User.IsEmpty);
        var isKept = _memory.Minutes.Holds(minute);
        if (!line.Node.IsEmpty && isKept)
            _memory.Minutes.Node(minute, _memory.NodeOf(line.Node)).ServedLines++;
        if (!line.User.IsEmpty)
            _memory.ServeName(Octets.Hash(line.User), areaNumber, time);
        if (line.Client.IsEmpty)
            return;
        if (_memory.HasAddresses)
            _memory.ServeAddress(line.Client, time);
        var key = CallerOf(line, area);
        var slot = _memory.Callers.Take(key, _now);
        ref var caller = ref _memory.Callers.States[slot];
        caller.Served++;
        caller.LastServed = time;
        caller.RefusedSinceServed = 0;
        caller.Held = 0;
        if (isKept && caller.ServedMinute != minute)
        {
            caller.ServedMinute = minute;
            _memory.Minutes.Overall(minute).Served++;
            _memory.Minutes.Area(minute, areaNumber).Served++;
        }

        if (caller.Open > _first)
            FollowUpOn(ref caller, key, Octets.Hash(path), time, !line.User.IsEmpty);
    }

    private void FollowUpOn(ref CallerState caller, ulong key, ulong path, uint time, bool isNamed)
    {
        var number = caller.Open;
        for (var step = 0; step < MaxStep && number > _first; step++)
        {
            ref var refusal = ref _ring[(number - 1) % _ring.Length];
            if (refusal.Caller != key)
                break;
            var after = refusal.Path == path ? FollowUp.SamePath : FollowUp.SameArea;
            if (refusal.After < after)
            {
                var isFirst = refusal.After == FollowUp.Nothing;
                refusal.After = after;
                refusal.Seconds = isFirst ? time < refusal.Time ? 0 : time - refusal.Time : refusal.Seconds;
                refusal.IsNamedAfter |= isNamed;
                if (refusal.IsCounted && refusal.Seconds <= AtOnce)
                    _memory.Uncount(ref refusal);
            }

            number = refusal.Before;
        }

        // What got its answer on its own path needs no other; the rest may still get it.
        if (number <= _first)
            caller.Open = AllAnswered(caller.Open, key) ? 0 : caller.Open;
    }

    private bool AllAnswered(long number, ulong key)
    {
        for (var step = 0; step < MaxStep && number > _first; step++)
        {
            ref var refusal = ref _ring[(number - 1) % _ring.Length];
            if (refusal.Caller != key)
                break;
            if (refusal.After != FollowUp.SamePath)
                return false;
            number = refusal.Before;
        }

        return true;
    }

    private void Refuse(scoped in LogLine line, long number, uint time, TimeSlice slice)
    {
        if (_next - _first == _ring.Length)
            JudgeFirst();
        var path = PathKinds.PathOf(line.Target);
        var area = PathKinds.AreaOf(path);
        var agent = line.Agent.IsEmpty ? 0 : Octets.Hash(line.Agent);
        ref var refusal = ref _ring[_next % _ring.Length];
        refusal = new()
        {
            File = File,
            Line = number,
            Time = time,
            Status = (short)line.Status,
            Sign = line.Sign,
            Reason = ReasonKinds.Of(line.Reason),
            Path = Octets.Hash(path),
            Node = (short)(line.Node.IsEmpty ? 0 : _memory.NodeOf(line.Node)),
            Name = line.User.IsEmpty ? 0 : Octets.Hash(line.User),
            Agent = line.Agent.IsEmpty ? AgentKind.Other : _memory.Agents.Of(line.Agent, agent),
            Kind = PathKinds.Of(path),
            CallerSlot = -1,
            IsHandshakeScheme = Ascii.EqualsIgnoreCase(line.Scheme, "Digest"u8) || Ascii.EqualsIgnoreCase(line.Scheme, "NTLM"u8) || Ascii.EqualsIgnoreCase(line.Scheme, "Negotiate"u8),
        };
        _memory.Refuse(ref refusal, line, CallerOf(line, Octets.Hash(area)), Octets.Hash(area), _next, _now);
        _counts.Samples.Keep((int)(_next % _ring.Length), line, path);
        slice.Refused++;
        LogCounts.CountDimensions(slice, line, refusal, area, agent);
        _next++;
    }
}
