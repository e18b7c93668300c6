using System.Collections.Immutable;
using System.Text;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>Compiles what stands in a server's configuration: nginx's <c>log_format</c>, Apache's <c>LogFormat</c>, Envoy's <c>text_format</c>.</summary>
internal static class LogFormatText
{
    private const int MaxLength = 8192;

    /// <summary>A reader of such lines; null and why where it can't be.</summary>
    public static PatternReader? Compile(string name, string text, bool takesMore, out string? problem)
    {
        problem = null;
        if (text.Length > MaxLength)
            problem = $"The format is longer than {MaxLength} characters.";
        var pieces = problem is not null ? [] : Pieces(text.Replace("\\\"", "\"", StringComparison.Ordinal).TrimEnd('\n'), ref problem);
        if (problem is not null)
            return null;
        var lead = "";
        var parts = ImmutableArray.CreateBuilder<LogPart>();
        for (var at = 0; at < pieces.Count; at++)
        {
            if (pieces[at].Literal is { } literal)
            {
                lead = literal;
                continue;
            }

            var after = at + 1 < pieces.Count ? pieces[at + 1].Literal : "";
            if (after is null)
            {
                problem = $"Nothing stands between {pieces[at].Written} and {pieces[at + 1].Written}: where one ends and the other begins can't be seen.";
                return null;
            }

            parts.Add(new(pieces[at].Field, Encoding.UTF8.GetBytes(after), pieces[at].MayBeLeftOut));
        }

        problem = Missing(parts);
        if (problem is not null)
            return null;
        var first = pieces[0].Literal is { } begin ? begin : "";
        return new(name, Encoding.UTF8.GetBytes(first), parts.ToImmutable(), takesMore);
    }

    private static string? Missing(IEnumerable<LogPart> parts)
    {
        var fields = parts.Select(part => part.Field).ToHashSet();
        if (!fields.Contains(LogField.Status))
            return "The format has no status: $status, %>s or %RESPONSE_CODE%.";
        return fields.Contains(LogField.Time) ? null : "The format has no time that can be read: $time_local, $time_iso8601, $msec, %t or %START_TIME%.";
    }

    private static List<LogPiece> Pieces(string text, ref string? problem)
    {
        var pieces = new List<LogPiece>();
        var literal = new StringBuilder();
        var isApache = !text.Contains('$', StringComparison.Ordinal);
        for (var at = 0; at < text.Length;)
        {
            var length = 0;
            LogPiece[] found = [];
            if (text[at] == '$' && !isApache)
                found = NginxVariables.Read(text.AsSpan(at), out length);
            else if (text[at] == '%' && isApache)
                found = PercentDirectives.Read(text.AsSpan(at), out length);
            else
                length = 1;
            if (length == 0)
            {
                problem = $"Column {at + 1} of the format does not read: {text[at..Math.Min(text.Length, at + 20)]}";
                return [];
            }

            if (found.Length == 0)
                literal.Append(text, at, length);
            foreach (var piece in found)
            {
                if (piece.Literal is { } fixedText)
                {
                    literal.Append(fixedText);
                    continue;
                }

                if (literal.Length > 0)
                    pieces.Add(LogPiece.Of(literal.ToString()));
                literal.Clear();
                pieces.Add(piece);
            }

            at += length;
        }

        if (literal.Length > 0)
            pieces.Add(LogPiece.Of(literal.ToString()));
        if (!pieces.Exists(piece => piece.Literal is null))
            problem = "The format has no fields: write those of nginx ($status), Apache (%>s) or Envoy (%RESPONSE_CODE%), or the name of a known one.";
        return pieces;
    }
}
