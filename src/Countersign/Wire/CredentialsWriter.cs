using System.Text;

namespace Countersign.Wire;

/// <summary>Writes credentials for Authorization and Proxy-Authorization; the result is a secret.</summary>
public static class CredentialsWriter
{
    /// <summary>The credentials as a field value.</summary>
    /// <exception cref="ArgumentException">A part can't be written; the message does not hold its value.</exception>
    public static string Write(Credentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var line = new StringBuilder(256);
        WireWriter.Write(line, credentials.Scheme, credentials.Token68, credentials.Params);
        return line.ToString();
    }
}
