using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Reading;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>All that is counted of a log.</summary>
internal sealed class LogCounts(LogMemory memory, int waiting)
{
    private readonly ClassTally[] _tallies = [.. Enum.GetValues<RefusalClass>().Select(static _ => new ClassTally())];
    private readonly long[] _statuses = new long[1000];

    public RefusalSample Samples { get; } = new(waiting);

    public Timeline Timeline { get; } = new();

    public long Lines { get; private set; }

    public long FirstTime { get; private set; } = long.MaxValue;

    public long LastTime { get; private set; }

    public long Of(int status) => _statuses[status];

    /// <summary>How many had a status from one to another.</summary>
    public long Between(int from, int to) => _statuses.AsSpan(from, to - from + 1).ToArray().Sum();

    public ClassTally this[RefusalClass kind] => _tallies[(int)kind];

    public TimeSlice CountLine(int status, uint time)
    {
        Lines++;
        _statuses[status]++;
        FirstTime = Math.Min(FirstTime, time);
        LastTime = Math.Max(LastTime, time);
        var slice = Timeline.At(time);
        slice.Lines++;
        return slice;
    }

    public static void CountDimensions(TimeSlice slice, scoped in LogLine line, in LoggedRefusal refusal, ReadOnlySpan<byte> area, ulong agent)
    {
        slice.Of(LogDimension.Area).Add(Octets.Hash(area), area);
        if (refusal.Address != 0)
            slice.Of(LogDimension.Address).Add(refusal.Address, LogMemory.NetworkOf(line.Client));
        if (agent != 0)
            slice.Of(LogDimension.Agent).Add(agent, line.Agent);
        if (refusal.Name != 0)
            slice.Of(LogDimension.Name).Add(refusal.Name, line.User);
        if (refusal.Node != 0)
            slice.Of(LogDimension.Node).Add((ulong)refusal.Node, line.Node);
    }

    public void CountRefusal(in LoggedRefusal refusal, int slot, RefusalClass kind, Certainty certainty)
    {
        var tally = this[kind];
        tally.Add(certainty);
        Timeline.At(refusal.Time).ByClass[(int)kind]++;
        var telling = kind.Row().Telling switch
        {
            LogDimension.Agent => Samples.AgentOf(slot) is { IsEmpty: false } agent ? agent : "(none)"u8,
            LogDimension.Address => Samples.ClientOf(slot),
            LogDimension.Name when refusal.Name != 0 => Samples.UserOf(slot),
            LogDimension.Name => Samples.ClientOf(slot),
            LogDimension.Node => default,
            _ => AreaOf(Samples.RequestOf(slot)),
        };
        if (kind == RefusalClass.OneNode)
            tally.Telling.Add((ulong)refusal.Node, System.Text.Encoding.UTF8.GetBytes(memory.NodeName(refusal.Node)));
        else if (!telling.IsEmpty)
            tally.Telling.Add(Octets.Hash(telling), telling);
        if (tally.WantsExample)
            tally.Add(new RefusalExample(refusal.File, refusal.Line, LogText.Of(Samples.ClientOf(slot)), LogText.Of(Samples.RequestOf(slot)), LogText.Of(Samples.AgentOf(slot))));
    }

    private static ReadOnlySpan<byte> AreaOf(ReadOnlySpan<byte> request) => PathKinds.AreaOf(request[(request.IndexOf((byte)' ') + 1)..]);
}
