namespace Countersign.Wire;

/// <summary>Reads Authentication-Info and Proxy-Authentication-Info (RFC 9110 §11.6.3).</summary>
public static class AuthenticationInfoReader
{
    /// <summary>Reads one field value.</summary>
    public static AuthenticationInfoReading Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var scan = new WireScanner(value);
        var gathered = new ParamGatherer();
        var isRead = ReadParams(ref scan, ref gathered);
        if (!isRead)
            scan.ReportFailure(givenUpFrom: scan.FailedAt);
        return new AuthenticationInfoReading(isRead, gathered.Take(), scan.Faults.ToImmutable());
    }

    private static bool ReadParams(ref WireScanner scan, ref ParamGatherer gathered)
    {
        var isAfterParam = false;
        while (scan.TryNextParam(ref isAfterParam, out var nameEnd))
        {
            if (nameEnd == scan.Position || !scan.IsParam(nameEnd))
                return scan.FailToComma(WireFaultKinds.ExpectedParameter, scan.Position);
            if (!scan.TryReadListedParam(nameEnd, ref gathered))
                return false;
        }

        return true;
    }
}
