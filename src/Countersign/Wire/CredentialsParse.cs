namespace Countersign.Wire;

/// <summary>One pass over credentials (RFC 9110 §11.4). Of an unreadable value the scheme is kept, and the parameters before a mere separator's fault.</summary>
internal ref struct CredentialsParse(string value)
{
    private WireScanner _scan = new(value);
    private ParamGatherer _params;
    private string? _scheme;
    private string? _token68;
    private bool _tabbed;

    public CredentialsReading Run()
    {
        var isRead = Read();
        if (!isRead)
            _scan.ReportFailure(givenUpFrom: _scan.FailedAt);
        var credentials = _scheme is null ? null : new Credentials(_scheme) { Token68 = _token68, Params = _params.Take() };
        return new CredentialsReading(isRead && !_tabbed, credentials, _scan.Faults.ToImmutable());
    }

    private bool Read()
    {
        if (_scan.AtEnd)
            return _scan.Fail(WireFaultKinds.NoCredentials, 0, 0);

        var start = _scan.Position;
        var end = _scan.AfterToken(start);
        if (end == start)
            return _scan.Fail(WireFaultKinds.ExpectedScheme, start, 1);
        if (_scan.IsParam(end))
            return _scan.FailToComma(WireFaultKinds.ParamWithoutScheme, start);

        _scheme = KnownNames.Intern(_scan.Slice(start, end));
        _scan.Position = end;
        if (_scan.AtEnd)
            return true;
        if (_scan.IsAt(','))
            return FailAsList();
        if (!WireChars.IsWhiteSpace(_scan[end]))
            return _scan.Fail(WireFaultKinds.BadOctetAfterScheme, end, 1);

        var opensList = _scan.IsAt(' ');
        _scan.SkipWhiteSpace();
        if (_scan.IsAt(','))
            return opensList ? ReadParams(isAfterParam: false) : FailAsList();

        _tabbed = _scan.NotesTabAfterScheme(end);
        return ReadArgument();
    }

    private bool ReadArgument()
    {
        if (_scan.TryReadToken68() is { } token68)
        {
            if (!_scan.AtEnd)
                return FailAsList();
            _token68 = token68;
            return true;
        }

        var start = _scan.Position;
        var end = _scan.AfterToken(start);
        if (end == start || !_scan.IsParam(end))
            return _scan.FailToComma(WireFaultKinds.MalformedCredentialsArgument, start);
        return _scan.TryReadListedParam(end, ref _params) && ReadParams(isAfterParam: true);
    }

    private bool ReadParams(bool isAfterParam)
    {
        while (_scan.TryNextParam(ref isAfterParam, out var nameEnd))
        {
            if (nameEnd == _scan.Position)
                return _scan.Fail(WireFaultKinds.ExpectedParameter, nameEnd, 1);
            if (!_scan.IsParam(nameEnd))
                return _scan.FailToComma(WireFaultKinds.CredentialsList, _scan.Position);
            if (!_scan.TryReadListedParam(nameEnd, ref _params))
                return false;
        }

        return true;
    }

    // The comma and what it brings are the fault: "Basic abc, Bearer def".
    private bool FailAsList() => _scan.Fail(WireFaultKinds.CredentialsList, _scan.Position, _scan.End - _scan.Position);
}
