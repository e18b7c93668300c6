using System.Collections.Immutable;

namespace Countersign.Tokens.Dpop;

/// <summary>Collects failed checks in their order, whatever the order in which they were judged; costs nothing while there are none.</summary>
internal struct DpopFailures
{
    private static readonly ImmutableArray<DpopCheck> Order = [.. Enum.GetValues<DpopCheck>()];

    private uint _failed;
    private TokenFaultList _faults;

    public readonly bool Any => _failed != 0;

    public void Add(DpopCheck check) => _failed |= Bit(check);

    public void Add(DpopCheck check, TokenFault fault)
    {
        Add(check);
        _faults.Add(fault);
    }

    public readonly DpopReading ToReading()
    {
        var failed = _failed;
        return new(null, [.. Order.Where(check => (failed & Bit(check)) != 0)], _faults.ToImmutable());
    }

    private static uint Bit(DpopCheck check) => 1u << (int)check;
}
