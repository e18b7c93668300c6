using System.Text;

namespace Countersign.Wire;

/// <summary>Writes challenges: quoted where quoting is needed, escaped where escaping is, the realm quoted always.</summary>
public static class ChallengeWriter
{
    /// <summary>One challenge as a field line.</summary>
    /// <exception cref="ArgumentException">A part can't be written: a scheme or name that is no token, a control character in a value.</exception>
    public static string Write(Challenge challenge)
    {
        var line = new StringBuilder(128);
        Write(line, challenge);
        return line.ToString();
    }

    /// <summary>Appends one challenge to a line.</summary>
    /// <exception cref="ArgumentException">A part can't be written.</exception>
    public static void Write(StringBuilder line, Challenge challenge)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(challenge);
        WireWriter.Write(line, challenge.Scheme, challenge.Token68, challenge.Params);
    }
}
