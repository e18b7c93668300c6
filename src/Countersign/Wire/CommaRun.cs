using System.Runtime.InteropServices;

namespace Countersign.Wire;

/// <summary>The commas between two list elements. More than one of them, or one at either end of the list, make empty elements.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CommaRun
{
    private int _first;
    private int _second;
    private int _last;

    public static CommaRun None => new() { _first = -1, _second = -1, _last = -1 };

    public void Add(int at)
    {
        if (_first < 0)
            _first = at;
        else if (_second < 0)
            _second = at;
        _last = at;
    }

    /// <summary>One fault for the whole run, so that a value of commas alone gives one fault.</summary>
    /// <param name="faults">Where it is noted.</param>
    /// <param name="separates">Whether the first comma does its work, that is, stands between two elements.</param>
    public readonly void NoteEmptyElements(ref FaultList faults, bool separates)
    {
        var start = separates ? _second : _first;
        if (start >= 0)
            faults.Add(WireFaultKinds.EmptyListElement, start, _last - start + 1);
    }
}
