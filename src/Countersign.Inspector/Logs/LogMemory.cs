using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Reading;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>All that is remembered of a log while it is read.</summary>
/// <param name="sets">A power of two: eight times as many callers are remembered, and as many addresses and names.</param>
internal sealed class LogMemory(int sets)
{
    private readonly Dictionary<int, string> _nodeNames = [];
    private readonly Places _nodes = new(Logs.Tables.Minutes.Nodes);

    public Minutes Minutes { get; } = new();

    public SlotTable<CallerState> Callers { get; } = new(sets);

    public SlotTable<AddressState> Addresses { get; } = new(Math.Max(1, sets / 8));

    public SlotTable<NameState> Names { get; } = new(Math.Max(1, sets / 8));

    public Places Areas { get; } = new(Logs.Tables.Minutes.Areas);

    public AgentKinds Agents { get; } = new();

    public bool HasAddresses { get; private set; }

    public int NodeCount => _nodes.Count;

    /// <summary>How many names were refused, roughly.</summary>
    public int NameCount { get; private set; }

    /// <summary>Whether somebody of this name got in.</summary>
    public bool IsKnown(string name) => Names.Find(Octets.Hash(System.Text.Encoding.UTF8.GetBytes(name))) is >= 0 and var slot && Names.States[slot].Served > 0;

    public string NodeName(int node) => _nodeNames.GetValueOrDefault(node, "");

    public int NodeOf(ReadOnlySpan<byte> name)
    {
        var key = Octets.Hash(name);
        var number = _nodes.Find(key);
        if (number != 0 || _nodes.IsFull)
            return number;
        number = _nodes.Take(key);
        _nodeNames[number] = LogText.Of(name[..Math.Min(name.Length, TopKeys.MaxText)]);
        return number;
    }

    /// <summary>An address; of version 6 the network that one host has.</summary>
    public static ReadOnlySpan<byte> NetworkOf(ReadOnlySpan<byte> address)
    {
        var at = 0;
        for (var group = 0; group < 4; group++)
        {
            var colon = address[at..].IndexOf((byte)':');
            if (colon < 0)
                return address;
            at += colon + 1;
        }

        return address[..at];
    }

    public void ServeAddress(ReadOnlySpan<byte> address, uint time)
    {
        var slot = Addresses.Find(Octets.Hash(NetworkOf(address)));
        if (slot >= 0)
            Addresses.States[slot].Serve(time);
    }

    public void ServeName(ulong name, int area, uint time)
    {
        if (area != 0)
            Areas[area].Named++;
        ref var state = ref Names.States[Names.Take(name, time)];
        state.Served++;
        state.LastServed = time;
        state.RefusedSinceServed = 0;
        state.Held = 0;
    }

    /// <summary>The number of an area; 0 for one that has none.</summary>
    /// <param name="key">The hash of the area.</param>
    /// <param name="isTaken">Whether it gets one: whoever makes up paths is not to fill the table.</param>
    public int AreaOf(ulong key, bool isTaken)
    {
        if (Areas.Count == 0 && !isTaken)
            return 0;
        var number = Areas.Find(key);
        if (number != 0 || !isTaken || Areas.IsFull)
            return number;
        return Areas.Take(key);
    }

    /// <summary>Takes a refusal into account, and says in it what was known before.</summary>
    public void Refuse(ref LoggedRefusal refusal, scoped in LogLine line, ulong callerKey, ulong area, long number, uint now)
    {
        if (refusal.Name != 0)
            RefuseName(ref refusal, now);
        if (!line.Client.IsEmpty)
            RefuseCaller(ref refusal, line, callerKey, number, now);
        refusal.Area = (short)AreaOf(area, refusal.WasServed || refusal.Sign == CredentialSign.Presented);
        if (refusal is { Name: not 0, Area: not 0 })
            Areas[refusal.Area].Named++;
        var minute = refusal.Time / 60;
        if (!Minutes.Holds(minute))
            return;
        if (refusal.Node != 0)
            Minutes.Node(minute, refusal.Node).RefusedLines++;
        if (refusal.CallerSlot < 0 || !(refusal.WasServed || refusal.Reason == ReasonKind.Unknown))
            return;
        ref var caller = ref Callers.States[refusal.CallerSlot];
        if (caller.RefusedMinute == minute)
            return;
        caller.RefusedMinute = minute;
        refusal.IsCounted = true;
        Minutes.Overall(minute).Refused++;
        Minutes.Area(minute, refusal.Area).Refused++;
    }

    /// <summary>Takes a caller back from those who were refused: it got in right after.</summary>
    public void Uncount(ref LoggedRefusal refusal)
    {
        refusal.IsCounted = false;
        var minute = refusal.Time / 60;
        if (!Minutes.Holds(minute))
            return;
        Minutes.Overall(minute).Refused--;
        Minutes.Area(minute, refusal.Area).Refused--;
    }

    private void RefuseCaller(ref LoggedRefusal refusal, scoped in LogLine line, ulong callerKey, long number, uint now)
    {
        HasAddresses = true;
        refusal.Address = Octets.Hash(NetworkOf(line.Client));
        Addresses.States[Addresses.Take(refusal.Address, now)].Refuse(refusal.Time, refusal.Name, refusal.Kind == PathKind.SignIn && line.Method.SequenceEqual("POST"u8));
        refusal.Caller = callerKey;
        refusal.CallerSlot = Callers.Take(callerKey, now);
        ref var caller = ref Callers.States[refusal.CallerSlot];
        refusal.WasServed |= caller.WasServed;
        caller.Refused++;
        caller.RefusedSinceServed++;
        refusal.Before = caller.Open;
        caller.Open = number + 1;
    }

    private void RefuseName(ref LoggedRefusal refusal, uint now)
    {
        ref var name = ref Names.States[Names.Take(refusal.Name, now)];
        refusal.WasServed = name.Served > 0;
        if (name is { FirstRefused: 0 })
            NameCount++;
        if (name.RefusedSinceServed++ == 0)
            name.FirstRefused = refusal.Time;
        name.LastRefused = refusal.Time;
    }
}
