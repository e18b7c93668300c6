namespace Countersign.Wire;

/// <summary>Reads Authorization and Proxy-Authorization: one credentials value, never a list (RFC 9110 §11.6.2).</summary>
public static class CredentialsReader
{
    /// <summary>Reads one field value.</summary>
    public static CredentialsReading Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CredentialsParse(value).Run();
    }

    /// <summary>Reads all lines of the field: more than one is a fault, even when they are the same; the offsets are those of the lines joined with <c>", "</c>.</summary>
    public static CredentialsReading Read(ReadOnlySpan<string> lines)
    {
        if (lines.Length <= 1)
            return Read(lines.Length == 0 ? "" : lines[0]);

        var joined = string.Join(", ", lines);
        var first = Read(lines[0]);
        return new CredentialsReading(
            IsValid: false,
            first.Credentials,
            [.. first.Faults, new WireFault(WireFaultKinds.SeveralFieldLines, lines[0].Length, joined.Length - lines[0].Length)]);
    }
}
