namespace Countersign.Inspector.Reading;

/// <summary>The lines of a text with a place to read from, the first being number 1. A line ends with CR LF, LF or CR.</summary>
internal sealed class TranscriptLines
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

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

    /// <summary>Where the current line begins in the text.</summary>
    public int Start => Number <= _starts.Count ? _starts[Number - 1] : _text.Length;

    /// <summary>The current line; empty at the end.</summary>
    public string Current => Line(Number);

    /// <summary>The line behind the current one; empty at the end.</summary>
    public string Next => Line(Number + 1);

    public string Take()
    {
        var line = Current;
        Number++;
        return line;
    }

    /// <summary>What stands between a place and the current line, line ends included.</summary>
    public string From(int start) => _text[start..Start];

    private string Line(int number)
    {
        if (number > _starts.Count)
            return "";
        var (start, end) = (_starts[number - 1], number < _starts.Count ? _starts[number] : _text.Length);
        return _text.AsSpan(start, end - start).TrimEnd("\r\n").ToString();
    }
}
