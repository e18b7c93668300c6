using System.Runtime.InteropServices;

namespace Countersign.Inspector.Logs.Tables;

/// <summary>What happened in one minute at one place.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MinuteCell
{
    /// <summary>How many callers got in.</summary>
    public int Served;

    /// <summary>How many callers were refused that had got in before, and did not right after.</summary>
    public int Refused;

    public int ServedLines;
    public int RefusedLines;

    public void Add(in MinuteCell other)
    {
        Served += other.Served;
        Refused += other.Refused;
        ServedLines += other.ServedLines;
        RefusedLines += other.RefusedLines;
    }
}

/// <summary>The last minutes: overall, by area and by node. Places are numbers from 0; area 0 is that of all that are not told apart.</summary>
internal sealed class Minutes
{
    public const int Kept = 16, Areas = 256, Nodes = 64;
    private const int Stride = 1 + Areas + Nodes, MinErrors = 5;
    private readonly MinuteCell[] _cells = new MinuteCell[Kept * Stride];
    private readonly int[] _lines = new int[Kept], _errors = new int[Kept];
    private readonly List<uint> _restarts = [];
    private uint _newest;

    /// <summary>Minutes in which gateways of other servers suddenly answered 502, 503 or 504, as they do while what is behind them starts anew.</summary>
    public IReadOnlyList<uint> Restarts => _restarts;

    public bool Holds(uint minute) => minute <= _newest && minute + Kept > _newest;

    public void Advance(uint minute)
    {
        if (minute <= _newest)
            return;
        NoteRestart(_newest);
        var first = Math.Max(_newest + 1, minute >= Kept ? minute - Kept + 1 : 0);
        for (var next = first; next <= minute; next++)
        {
            var at = (int)(next % Kept);
            Array.Clear(_cells, at * Stride, Stride);
            (_lines[at], _errors[at]) = (0, 0);
        }

        _newest = minute;
    }

    public void Count(uint minute, bool isGatewayError)
    {
        if (!Holds(minute))
            return;
        _lines[minute % Kept]++;
        if (isGatewayError)
            _errors[minute % Kept]++;
    }

    public ref MinuteCell Overall(uint minute) => ref _cells[(int)(minute % Kept) * Stride];

    public ref MinuteCell Area(uint minute, int area) => ref _cells[((int)(minute % Kept) * Stride) + 1 + area];

    public ref MinuteCell Node(uint minute, int node) => ref _cells[((int)(minute % Kept) * Stride) + 1 + Areas + node];

    /// <summary>The sum over some minutes around one; of what is not kept any more, nothing.</summary>
    public MinuteCell Sum(uint minute, uint around, int place)
    {
        var sum = default(MinuteCell);
        for (var next = minute < around ? 0 : minute - around; next <= minute + around; next++)
        {
            if (Holds(next))
                sum.Add(_cells[((int)(next % Kept) * Stride) + place]);
        }

        return sum;
    }

    public static int PlaceOfArea(int area) => 1 + area;

    public static int PlaceOfNode(int node) => 1 + Areas + node;

    private void NoteRestart(uint minute)
    {
        const int MaxRestarts = 256;
        var at = minute % Kept;
        var before = (minute + Kept - 1) % Kept;
        var isSudden = _errors[at] >= MinErrors && _errors[at] * 20L >= _lines[at] && _errors[before] * 100L <= _lines[before];
        if (isSudden && _restarts.Count < MaxRestarts)
            _restarts.Add(minute);
    }
}
