namespace Countersign.Wire;

/// <summary>Reads WWW-Authenticate and Proxy-Authenticate: the strict verdict, the faults, and the most sensible reading.</summary>
public static class ChallengeReader
{
    /// <summary>Reads one field value; it may hold several challenges.</summary>
    public static ChallengesReading Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new ChallengeParse(value, []).Run();
    }

    /// <summary>Reads a field that came in several lines as one value, joined with <c>", "</c> (RFC 9110 §5.3); the faults' offsets are those of the joined value.</summary>
    public static ChallengesReading Read(ReadOnlySpan<string> lines)
    {
        if (lines.Length == 0)
            return Read("");
        if (lines.Length == 1)
            return Read(lines[0]);

        var starts = new int[lines.Length - 1];
        var start = 0;
        for (var i = 0; i < starts.Length; i++)
            starts[i] = start += lines[i].Length + 2;
        return new ChallengeParse(string.Join(", ", lines), starts).Run();
    }
}
