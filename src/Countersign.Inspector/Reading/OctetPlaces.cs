namespace Countersign.Inspector.Reading;

/// <summary>Tells how far so many octets of UTF-8 reach in a text, however long its lines are.</summary>
internal sealed class OctetPlaces
{
    private const int Step = 1024;

    private readonly string _text;
    private readonly LineEnds _ends;

    // The octets before each 1024th character.
    private readonly int[] _before;

    /// <param name="text">The text.</param>
    /// <param name="ends">How its line ends count.</param>
    public OctetPlaces(string text, LineEnds ends)
    {
        (_text, _ends) = (text, ends);
        _before = new int[(text.Length / Step) + 1];
        var octets = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (at % Step == 0)
                _before[at / Step] = octets;
            octets += Octets(at);
        }

        if (text.Length % Step == 0)
            _before[^1] = octets;
    }

    /// <summary>Where the place is that so many octets lead to; -1 for behind the end or within a character.</summary>
    public int After(int start, int octets)
    {
        var goal = (long)Before(start) + octets;
        if (goal > int.MaxValue)
            return -1;
        var step = Array.BinarySearch(_before, (int)goal);
        step = step >= 0 ? step : ~step - 1;
        var at = Math.Max(start, step * Step);
        for (var reached = Before(at); reached <= goal; at++)
        {
            if (reached == goal)
                return at;
            if (at == _text.Length)
                return -1;
            reached += Octets(at);
        }

        return -1;
    }

    private int Before(int place)
    {
        var octets = _before[place / Step];
        for (var at = place - (place % Step); at < place; at++)
            octets += Octets(at);
        return octets;
    }

    // Each half of a character beyond U+FFFF counts as two of its four.
    private int Octets(int at) => _text[at] switch
    {
        '\n' when _ends == LineEnds.WereLonger && (at == 0 || _text[at - 1] != '\r') => 2,
        '\r' when _ends == LineEnds.WereShorter && at + 1 < _text.Length && _text[at + 1] == '\n' => 0,
        < '\x80' => 1,
        < '\x800' => 2,
        var c when char.IsSurrogate(c) => 2,
        _ => 3,
    };
}
