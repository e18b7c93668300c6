using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>Collects faults; costs nothing while there are none.</summary>
internal struct FaultList
{
    private List<WireFault>? _faults;

    public void Add(string kind, int start, int length) => (_faults ??= []).Add(new WireFault(kind, start, length));

    /// <summary>Takes back the remarks about text that was given up; what makes the value invalid stays.</summary>
    public readonly void ForgetFrom(int start) =>
        _faults?.RemoveAll(fault => fault.Start >= start && fault.Kind != WireFaultKinds.TabAfterScheme);

    public readonly ImmutableArray<WireFault> ToImmutable()
    {
        if (_faults is null or { Count: 0 })
            return [];
        _faults.Sort(InTextOrder);
        return [.. _faults];
    }

    private static int InTextOrder(WireFault a, WireFault b)
    {
        var order = a.Start.CompareTo(b.Start);
        return order != 0 ? order : string.CompareOrdinal(a.Kind, b.Kind);
    }
}
