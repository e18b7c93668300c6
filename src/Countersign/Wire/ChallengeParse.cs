using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>
/// One pass over a list of challenges (RFC 9110 §11.6.1). The two nested comma lists need no backtracking: a token before an equals sign
/// is a parameter of the challenge that is open, any other token opens the next one.
/// </summary>
/// <remarks>
/// What is kept of an unreadable value: the challenges before the fault, always. The challenge in which the fault lies only when its
/// author's meaning is plain, that is, when nothing but a separator is wrong; a damaged value could mean anything.
/// </remarks>
internal ref struct ChallengeParse
{
    private readonly ReadOnlySpan<int> _lineStarts;
    private WireScanner _scan;
    private ParamGatherer _params;
    private Challenge? _only;
    private ImmutableArray<Challenge>.Builder? _several;
    private int _line;

    // The challenge that is open.
    private string? _scheme;
    private string? _token68;
    private SchemeFacts.Kind _kind;
    private int _schemeStart;
    private int _schemeLine = -1;
    private bool _takesParams;
    private bool _restOfList;
    private int _splitLine = -1;
    private int _severalNoted = -1;

    private bool _tabbed;
    private bool _keepsOpen;

    public ChallengeParse(string value, ReadOnlySpan<int> lineStarts)
    {
        _lineStarts = lineStarts;
        _scan = new WireScanner(value);
    }

    public ChallengesReading Run()
    {
        var isRead = ReadElements();
        if (isRead)
        {
            Close();
            if (_only is null && !_tabbed)
                _scan.Faults.Add(WireFaultKinds.NoChallenge, 0, 0);
        }
        else if (_keepsOpen && !_restOfList && _scan.Failure != WireFaultKinds.CrLfNulInFieldValue)
        {
            Keep();
            _scan.ReportFailure(givenUpFrom: _scan.FailedAt);
        }
        else
        {
            _scan.ReportFailure(givenUpFrom: _scheme is null ? 0 : _schemeStart);
        }

        return new ChallengesReading(isRead && !_tabbed, Challenges(), _scan.Faults.ToImmutable());
    }

    private bool ReadElements()
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var commas = _scan.SkipCommas();
            if (_scan.AtEnd)
            {
                commas.NoteEmptyElements(ref _scan.Faults, separates: false);
                return true;
            }

            var start = _scan.Position;
            var tokenEnd = _scan.AfterToken(start);
            if (tokenEnd == start)
                return _scan.Fail(WireFaultKinds.ExpectedScheme, start, 1);

            if (_scan.IsParam(tokenEnd))
            {
                // After "Foo ," the comma stood in Foo's own list and had nothing before it.
                var ownsNone = _takesParams && _token68 is null && _params.Count == 0;
                commas.NoteEmptyElements(ref _scan.Faults, separates: !isFirst && !ownsNone);
                if (!ReadOwnedParam(tokenEnd))
                    return false;
                continue;
            }

            commas.NoteEmptyElements(ref _scan.Faults, separates: !isFirst);
            if (!ReadScheme(tokenEnd))
                return false;
        }
    }

    private bool ReadOwnedParam(int nameEnd)
    {
        var start = _scan.Position;
        if (!_scan.TryReadParam(nameEnd, out var param))
            return false;
        if (_scheme is null)
            return _scan.Fail(WireFaultKinds.ParamWithoutScheme, start, _scan.Position - start);
        if (_token68 is not null)
        {
            // "Foo a=, b=2": a= may have been meant as a parameter.
            _keepsOpen = !_token68.EndsWith('=');
            return _scan.Fail(WireFaultKinds.ParamAfterToken68, start, _scan.Position - start);
        }

        if (!_takesParams)
        {
            _keepsOpen = true;
            return _scan.Fail(WireFaultKinds.ParamAfterSchemeWithoutSpace, start, _scan.Position - start);
        }

        return Take(param, start, nameEnd);
    }

    private bool ReadScheme(int end)
    {
        // "Digest qop=auth,auth-int": what follows an unquoted value without a space is the rest of a list that lacks its quotes.
        var restOfList = _params.Count > 0 && !_params.Last.Quoted;
        Close();
        var start = _scan.Position;
        _scheme = KnownNames.Intern(_scan.Slice(start, end));
        _kind = SchemeFacts.Of(_scheme);
        _schemeStart = start;
        _restOfList = restOfList;
        _takesParams = false;
        NoteLineOfScheme();

        _scan.Position = end;
        if (_scan.AtEnd || _scan.IsAt(','))
            return true;
        if (!WireChars.IsWhiteSpace(_scan[end]))
            return _scan.Fail(WireFaultKinds.BadOctetAfterScheme, end, 1);

        // Only a space opens the list of parameters; a tab before a comma is the outer list's white space.
        _takesParams = _scan.IsAt(' ');
        _scan.SkipWhiteSpace();
        if (_scan.IsAt(','))
            return true;

        if (_scan.NotesTabAfterScheme(end))
            _tabbed = _takesParams = true;
        return ReadArgument();
    }

    private bool ReadArgument()
    {
        _token68 = _scan.TryReadToken68();
        if (_token68 is not null)
            return true;

        var start = _scan.Position;
        var end = _scan.AfterToken(start);
        if (end == start || !_scan.IsParam(end))
            return _scan.FailToComma(WireFaultKinds.MalformedChallengeArgument, start);
        return _scan.TryReadParam(end, out var param) && Take(param, start, end);
    }

    private bool Take(in AuthParam param, int start, int nameEnd)
    {
        var end = _scan.Position;
        NoteLineOfParam(start, end, param.Quoted);
        if (!_params.Add(param))
            _scan.Faults.Add(WireFaultKinds.DuplicateParam, start, nameEnd - start);
        SchemeFacts.NoteParam(ref _scan.Faults, _kind, param, start, end - start);
        if (_scan.EndsElement())
            return true;

        _keepsOpen = _scan.Failure == WireFaultKinds.SemicolonSeparator || IsOnlyCommaMissing(end, param.Quoted);
        return false;
    }

    // Between 'a="b" c="d"' and 'a=b c' only the first says what it means: there a name and an equals sign, or at least a finished
    // value and another word, follow the gap.
    private readonly bool IsOnlyCommaMissing(int valueEnd, bool quoted)
    {
        if (_scan.Failure != WireFaultKinds.MissingComma || _scan.FailedAt == valueEnd)
            return false;
        var wordEnd = _scan.AfterToken(_scan.FailedAt);
        return wordEnd > _scan.FailedAt && (quoted || _scan.IsParam(wordEnd));
    }

    private void Close()
    {
        if (_scheme is null)
            return;
        SchemeFacts.NoteChallenge(ref _scan.Faults, _kind, _params, _schemeStart, _scheme.Length);
        Keep();
    }

    private void Keep()
    {
        if (_scheme is null)
            return;
        var challenge = new Challenge(_scheme) { Token68 = _token68, Params = _params.Take() };
        (_scheme, _token68) = (null, null);
        if (_only is null)
        {
            _only = challenge;
            return;
        }

        if (_several is null)
        {
            _several = ImmutableArray.CreateBuilder<Challenge>(4);
            _several.Add(_only);
        }

        _several.Add(challenge);
    }

    private readonly ImmutableArray<Challenge> Challenges() => _several?.DrainToImmutable() ?? (_only is null ? [] : [_only]);

    private void NoteLineOfScheme()
    {
        AdvanceTo(_schemeStart);
        if (_schemeLine == _line && _severalNoted != _line)
        {
            _severalNoted = _line;
            _scan.Faults.Add(WireFaultKinds.MultipleChallengesOnOneLine, _schemeStart, _scheme!.Length);
        }

        _schemeLine = _line;
    }

    private void NoteLineOfParam(int start, int end, bool quoted)
    {
        if (_lineStarts.IsEmpty)
            return;
        AdvanceTo(start);
        if (_line != _schemeLine && _splitLine != _line)
        {
            _splitLine = _line;
            _scan.Faults.Add(WireFaultKinds.ChallengeSplitAcrossLines, start, end - start);
        }

        if (quoted && _line < _lineStarts.Length && _lineStarts[_line] < end)
            _scan.Faults.Add(WireFaultKinds.QuotedStringSpansFieldLines, start, end - start);
    }

    private void AdvanceTo(int position)
    {
        while (_line < _lineStarts.Length && _lineStarts[_line] <= position)
            _line++;
    }
}
