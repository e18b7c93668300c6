using Countersign.Inspector.Logs.Classes;

namespace Countersign.Inspector.Logs.Tables;

/// <summary>A slice of time of a log.</summary>
internal sealed class TimeSlice
{
    public long Lines { get; set; }

    /// <summary>How many were 401 or 407.</summary>
    public long Refused { get; set; }

    public long[] ByClass { get; } = new long[Enum.GetValues<RefusalClass>().Length];

    /// <summary>The most frequent values of each dimension; null as long as nobody was refused.</summary>
    public TopKeys[]? Top { get; set; }

    public TopKeys Of(LogDimension dimension) => (Top ??= [.. Enum.GetValues<LogDimension>().Select(static _ => new TopKeys())])[(int)dimension];

    public void AddAll(TimeSlice other)
    {
        Lines += other.Lines;
        Refused += other.Refused;
        for (var each = 0; each < ByClass.Length; each++)
            ByClass[each] += other.ByClass[each];
        if (other.Top is null)
            return;
        foreach (var dimension in Enum.GetValues<LogDimension>())
            Of(dimension).AddAll(other.Of(dimension));
    }
}

/// <summary>A log in slices of equal length: a minute at first, and twice as long whenever they do not suffice any more.</summary>
internal sealed class Timeline
{
    public const int Most = 512;
    private readonly TimeSlice?[] _slices = new TimeSlice?[Most];
    private TimeSlice _last = new();
    private long _lastIndex = -1;
    private bool _isBegun;

    /// <summary>Seconds since 1970.</summary>
    public long Start { get; private set; }

    /// <summary>How many seconds a slice is long.</summary>
    public long Width { get; private set; } = 60;

    /// <summary>The slices from the first on; null for one without any line.</summary>
    public ReadOnlySpan<TimeSlice?> Slices => _slices;

    public TimeSlice At(long time)
    {
        if (!_isBegun)
        {
            (Start, _isBegun) = (time - (time % 60), true);
        }

        // What comes late, or lies before the beginning, belongs to the beginning.
        var index = Math.Max(0, time - Start) / Width;
        if (index == _lastIndex)
            return _last;
        while (index >= Most)
        {
            Halve();
            index = Math.Max(0, time - Start) / Width;
        }

        (_lastIndex, _last) = (index, _slices[index] ??= new TimeSlice());
        return _last;
    }

    private void Halve()
    {
        for (var at = 0; at < Most / 2; at++)
        {
            var (one, other) = (_slices[2 * at], _slices[(2 * at) + 1]);
            if (one is not null && other is not null)
                one.AddAll(other);
            _slices[at] = one ?? other;
        }

        Array.Clear(_slices, Most / 2, Most / 2);
        Width *= 2;
        _lastIndex = -1;
    }
}
