namespace Countersign.Inspector.Reading;

/// <summary>The lines of a text with a place to read from, the first being number 1.</summary>
/// <param name="text">The text.</param>
internal sealed class TranscriptLines(string text)
{
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The number of the current line.</summary>
    public int Number { get; private set; } = 1;

    public bool IsAtEnd => Number > _lines.Length || (Number == _lines.Length && _lines[^1].Length == 0);

    /// <summary>The current line; empty at the end.</summary>
    public string Current => Number <= _lines.Length ? _lines[Number - 1] : "";

    public string Take()
    {
        var line = Current;
        Number++;
        return line;
    }
}
