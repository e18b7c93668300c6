namespace Countersign.Wire;

/// <summary>Reads Authorization and Proxy-Authorization.</summary>
public static class CredentialsReader
{
    /// <summary>Reads one field value.</summary>
    public static CredentialsReading Read(string value) => throw new NotSupportedException(value);
}
