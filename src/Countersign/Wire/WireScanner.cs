namespace Countersign.Wire;

/// <summary>Walks once over a field value: tokens, white space, parameters. Offsets are those of the whole value.</summary>
internal ref struct WireScanner
{
    private readonly ReadOnlySpan<char> _text;

    /// <param name="value">The field value, with the white space around it.</param>
    public WireScanner(ReadOnlySpan<char> value)
    {
        _text = value.TrimEnd(" \t");
        SkipWhiteSpace();
    }

    public int Position { get; set; }

    public FaultList Faults;

    /// <summary>What made the value unreadable, or null.</summary>
    public string? Failure { get; private set; }

    public int FailedAt { get; private set; }

    private int FailureLength { get; set; }

    public readonly int End => _text.Length;

    public readonly bool AtEnd => Position >= _text.Length;

    public readonly bool IsAt(char c) => Position < _text.Length && _text[Position] == c;

    public readonly char this[int index] => _text[index];

    public readonly ReadOnlySpan<char> Slice(int start, int end) => _text[start..end];

    public void SkipWhiteSpace() => Position = AfterWhiteSpace(Position);

    public readonly int AfterWhiteSpace(int at)
    {
        while (at < _text.Length && WireChars.IsWhiteSpace(_text[at]))
            at++;
        return at;
    }

    /// <summary>Where the token that begins here ends; the same place when none begins here.</summary>
    public readonly int AfterToken(int at)
    {
        var length = _text[at..].IndexOfAnyExcept(WireChars.Token);
        return length < 0 ? _text.Length : at + length;
    }

    /// <summary>Where the token68 that begins here ends, padding included; the same place when none begins here.</summary>
    public readonly int AfterToken68(int at)
    {
        var length = _text[at..].IndexOfAnyExcept(WireChars.Token68);
        if (length == 0)
            return at;
        if (length < 0)
            return _text.Length;
        at += length;
        while (at < _text.Length && _text[at] == '=')
            at++;
        return at;
    }

    /// <summary>Whether a token and an equals sign stand here, which only a parameter begins with.</summary>
    public readonly bool IsParam(int tokenEnd)
    {
        var at = AfterWhiteSpace(tokenEnd);
        return at < _text.Length && _text[at] == '=';
    }

    /// <summary>Skips commas and white space, and says which commas stood there.</summary>
    public CommaRun SkipCommas()
    {
        var run = CommaRun.None;
        for (; ; Position++)
        {
            SkipWhiteSpace();
            if (!IsAt(','))
                return run;
            run.Add(Position);
        }
    }

    /// <summary>Reads the parameter whose name ends at <paramref name="nameEnd"/> and is followed by an equals sign.</summary>
    public bool TryReadParam(int nameEnd, out AuthParam param)
    {
        var name = KnownNames.Intern(_text[Position..nameEnd]);
        var equals = AfterWhiteSpace(nameEnd);
        Position = AfterWhiteSpace(equals + 1);
        if (Position - nameEnd > 1)
            Faults.Add(WireFaultKinds.BwsAroundEquals, nameEnd, Position - nameEnd);

        if (IsAt('"'))
            return TryReadQuoted(name, out param);

        param = default;
        var end = AfterToken(Position);
        if (end == Position)
            return Fail(WireFaultKinds.EmptyUnquotedValue, Position, 0);
        param = new AuthParam(name, _text[Position..end].ToString(), Quoted: false);
        Position = end;
        return true;
    }

    /// <summary>Reads a token68 with nothing after it but a comma or the end, and stands there then; null when something else stands here.</summary>
    public string? TryReadToken68()
    {
        var end = AfterToken68(Position);
        var after = AfterWhiteSpace(end);
        if (end == Position || (after < End && _text[after] != ','))
            return null;
        var token68 = _text[Position..end].ToString();
        Position = after;
        return token68;
    }

    /// <summary>Notes a tab among the white space after a scheme, where only spaces may stand; false when there is none.</summary>
    public bool NotesTabAfterScheme(int schemeEnd)
    {
        var tab = _text[schemeEnd..Position].IndexOf('\t');
        if (tab >= 0)
            Faults.Add(WireFaultKinds.TabAfterScheme, schemeEnd + tab, 1);
        return tab >= 0;
    }

    /// <summary>Walks to the next name in a list of parameters; false at its end.</summary>
    public bool TryNextParam(scoped ref bool isAfterParam, out int nameEnd)
    {
        var commas = SkipCommas();
        commas.NoteEmptyElements(ref Faults, separates: isAfterParam && !AtEnd);
        isAfterParam = true;
        nameEnd = AfterToken(Position);
        return !AtEnd;
    }

    /// <summary>Reads a parameter of a list that has nothing but parameters, up to its comma or the end.</summary>
    public bool TryReadListedParam(int nameEnd, scoped ref ParamGatherer gathered)
    {
        var start = Position;
        if (!TryReadParam(nameEnd, out var param))
            return false;
        if (!gathered.Add(param))
            Faults.Add(WireFaultKinds.DuplicateParam, start, nameEnd - start);
        SchemeFacts.NoteRealm(ref Faults, param, start, Position - start);
        return EndsElement();
    }

    /// <summary>Stops at what follows a parameter unless it is a comma or the end.</summary>
    public bool EndsElement()
    {
        SkipWhiteSpace();
        if (AtEnd || IsAt(','))
            return true;
        return IsAt(';') ? Fail(WireFaultKinds.SemicolonSeparator, Position, 1) : Fail(WireFaultKinds.MissingComma, Position, 0);
    }

    /// <summary>Notes that the value is unreadable from here; always false.</summary>
    public bool Fail(string kind, int start, int length)
    {
        // Where a CR, LF or NUL stands anywhere, it is what matters most, and there is no way around it in the grammar.
        var breaking = _text.IndexOfAny(WireChars.LineBreaking);
        (Failure, FailedAt, FailureLength) = breaking < 0 ? (kind, start, length) : (WireFaultKinds.CrLfNulInFieldValue, breaking, 1);
        return false;
    }

    /// <summary>Notes that what begins at <paramref name="start"/>, up to the next comma, is unreadable; always false.</summary>
    public bool FailToComma(string kind, int start)
    {
        var comma = _text[start..].IndexOf(',');
        return Fail(kind, start, comma < 0 ? End - start : comma);
    }

    /// <summary>Puts the failure among the faults and takes back remarks about text that is given up.</summary>
    public void ReportFailure(int givenUpFrom)
    {
        if (Failure is null)
            return;
        Faults.ForgetFrom(givenUpFrom);
        Faults.Add(Failure, FailedAt, FailureLength);
    }

    private bool TryReadQuoted(string name, out AuthParam param)
    {
        var open = Position;
        var at = open + 1;
        var pairs = 0;
        var firstNeedless = -1;
        var firstObsText = -1;
        param = default;
        while (true)
        {
            var plain = _text[at..].IndexOfAnyExcept(WireChars.PlainQuoted);
            if (plain < 0)
                return Fail(WireFaultKinds.UnterminatedQuotedString, open, End - open);
            at += plain;
            if (_text[at] == '"')
                break;

            if (_text[at] == '\\')
            {
                if (++at == End)
                    return Fail(WireFaultKinds.UnterminatedQuotedString, open, End - open);
                pairs++;
                if (firstNeedless < 0 && _text[at] is not ('"' or '\\'))
                    firstNeedless = at - 1;
            }

            if (!WireChars.IsText(_text[at]))
                return Fail(WireFaultKinds.BadOctetInQuotedString, at, 1);
            if (firstObsText < 0 && _text[at] >= 0x80)
                firstObsText = at;
            at++;
        }

        if (firstNeedless >= 0)
            Faults.Add(WireFaultKinds.NeedlessQuotedPair, firstNeedless, 2);
        if (firstObsText >= 0)
            Faults.Add(WireFaultKinds.ObsTextInValue, firstObsText, ObsTextLength(firstObsText));
        param = new AuthParam(name, Unescape(_text[(open + 1)..at], pairs), Quoted: true);
        Position = at + 1;
        return true;
    }

    private readonly int ObsTextLength(int start)
    {
        var length = _text[start..].IndexOfAnyInRange('\0', '\x7f');
        return length < 0 ? End - start : length;
    }

    private static string Unescape(ReadOnlySpan<char> quoted, int pairs)
    {
        if (pairs == 0)
            return quoted.ToString();
        return string.Create(quoted.Length - pairs, quoted, static (result, source) =>
        {
            var from = 0;
            foreach (ref var c in result)
            {
                if (source[from] == '\\')
                    from++;
                c = source[from++];
            }
        });
    }
}
