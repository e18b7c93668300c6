using System.Collections.Immutable;
using System.Text;

namespace Countersign.Wire;

/// <summary>Writes Authentication-Info and Proxy-Authentication-Info (RFC 9110 §11.6.3).</summary>
public static class AuthenticationInfoWriter
{
    /// <summary>The parameters as a field value.</summary>
    /// <exception cref="ArgumentException">A part can't be written.</exception>
    public static string Write(ImmutableArray<AuthParam> parameters)
    {
        var line = new StringBuilder(128);
        WireWriter.WriteParams(line, parameters);
        return line.ToString();
    }
}
