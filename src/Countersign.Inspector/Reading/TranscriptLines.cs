namespace Countersign.Inspector.Reading;

/// <summary>The lines of a text with a place to read from, the first being number 1. A line ends with CR LF, LF or CR.</summary>
internal sealed class TranscriptLines
{
    private const int LongestStart = 16 * 1024;

    private readonly string _text;
    private readonly List<int> _starts = [0];
    private readonly OctetPlaces?[] _places = new OctetPlaces?[3];

    // Where in the current line reading goes on.
    private int _within;

    /// <param name="text">The text.</param>
    public TranscriptLines(string text)
    {
        _text = text;
        for (var at = 0; at < text.Length;)
        {
            var offset = text.AsSpan(at).IndexOfAny('\r', '\n');
            if (offset < 0)
                break;
            at += offset + (text[at + offset] == '\r' && at + offset + 1 < text.Length && text[at + offset + 1] == '\n' ? 2 : 1);
            _starts.Add(at);
        }
    }

    /// <summary>The number of the current line.</summary>
    public int Number { get; private set; } = 1;

    public bool IsAtEnd => Number > _starts.Count || (Number == _starts.Count && Start == _text.Length);

    /// <summary>Where the current line begins in the text, or what is left of it.</summary>
    public int Start => Number <= _starts.Count ? _starts[Number - 1] + _within : _text.Length;

    /// <summary>The current line; empty at the end.</summary>
    public string Current => Line(Number, _within);

    /// <summary>The line behind the current one; empty at the end.</summary>
    public string Next => Line(Number + 1, 0);

    public string Take()
    {
        var line = Current;
        Number++;
        _within = 0;
        return line;
    }

    /// <summary>What stands between a place and the current line, line ends included.</summary>
    public string From(int start) => _text[start..Start];

    /// <summary>The place that so many octets lead to from the current line; -1 where there is none.</summary>
    public int After(int octets, LineEnds ends) => octets > _text.Length * 4L ? -1 : (_places[(int)ends] ??= new(_text, ends)).After(Start, octets);

    /// <summary>The line that begins at a place behind the line ends there, which may be the rest of one; empty at the end of the text, null where it is longer than a start line.</summary>
    public string? LineAt(int place)
    {
        var rest = _text.AsSpan(place, Math.Min(_text.Length - place, LongestStart));
        var start = rest.IndexOfAnyExcept('\r', '\n');
        if (start < 0)
            return rest.Length < LongestStart ? "" : null;
        var end = rest[start..].IndexOfAny('\r', '\n');
        return end >= 0 ? rest.Slice(start, end).ToString() : place + rest.Length == _text.Length ? rest[start..].ToString() : null;
    }

    /// <summary>Goes on at a place, in the middle of a line as well.</summary>
    public void GoTo(int place)
    {
        var line = _starts.BinarySearch(place);
        Number = line >= 0 ? line + 1 : ~line;
        _within = place - _starts[Number - 1];
    }

    private string Line(int number, int within)
    {
        if (number > _starts.Count)
            return "";
        var (start, end) = (_starts[number - 1] + within, number < _starts.Count ? _starts[number] : _text.Length);
        return _text.AsSpan(start, end - start).TrimEnd("\r\n").ToString();
    }
}
