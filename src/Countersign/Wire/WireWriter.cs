using System.Collections.Immutable;
using System.Text;

namespace Countersign.Wire;

/// <summary>Writes schemes and parameters; refuses what cannot be written, naming the part but never its value, which may be secret.</summary>
internal static class WireWriter
{
    public static void Write(StringBuilder line, string scheme, string? token68, ImmutableArray<AuthParam> parameters)
    {
        if (!WireChars.IsToken(scheme))
            throw new ArgumentException("The scheme is not a token.", nameof(scheme));
        line.Append(scheme);
        if (token68 is not null)
        {
            if (!parameters.IsDefaultOrEmpty)
                throw new ArgumentException("A token68 and parameters exclude each other.", nameof(parameters));
            if (!WireChars.IsToken68(token68))
                throw new ArgumentException("The token68 holds other characters than RFC 9110 §11.2 allows.", nameof(token68));
            line.Append(' ').Append(token68);
            return;
        }

        if (parameters.IsDefaultOrEmpty)
            return;
        line.Append(' ');
        WriteParams(line, parameters);
    }

    public static void WriteParams(StringBuilder line, ImmutableArray<AuthParam> parameters)
    {
        var isFirst = true;
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            if (!isFirst)
                line.Append(", ");
            isFirst = false;
            WriteParam(line, parameter);
        }
    }

    private static void WriteParam(StringBuilder line, in AuthParam parameter)
    {
        if (!WireChars.IsToken(parameter.Name))
            throw new ArgumentException("A parameter's name is not a token.", nameof(parameter));
        line.Append(parameter.Name).Append('=');

        // RFC 9110 §11.5: the realm is quoted, whatever it is.
        var mayBeToken = !parameter.Quoted && !parameter.Name.Equals("realm", StringComparison.OrdinalIgnoreCase);
        if (mayBeToken && WireChars.IsToken(parameter.Value))
            line.Append(parameter.Value);
        else
            WriteQuoted(line, parameter);
    }

    private static void WriteQuoted(StringBuilder line, in AuthParam parameter)
    {
        line.Append('"');
        if (!parameter.Value.AsSpan().ContainsAnyExcept(WireChars.PlainQuoted))
        {
            line.Append(parameter.Value).Append('"');
            return;
        }

        foreach (var c in parameter.Value)
        {
            if (!WireChars.IsText(c))
                throw new ArgumentException($"The value of {parameter.Name} holds a control character.", nameof(parameter));
            if (c is '"' or '\\')
                line.Append('\\');
            line.Append(c);
        }

        line.Append('"');
    }
}
