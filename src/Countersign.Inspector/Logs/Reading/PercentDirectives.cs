namespace Countersign.Inspector.Logs.Reading;

/// <summary>Directives of Apache's <c>LogFormat</c> (<c>%{User-Agent}i</c>) and Envoy's operators (<c>%REQ(USER-AGENT)%</c>).</summary>
internal static class PercentDirectives
{
    /// <summary>What a text begins with, and how long it is written; 0 where it is nothing.</summary>
    public static LogPiece[] Read(ReadOnlySpan<char> text, out int length) =>
        Envoy(text, out length) is { Length: > 0 } found ? found : Apache(text, out length);

    private static LogPiece[] Envoy(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var end = 1;
        while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || char.IsAsciiDigit(text[end]) || text[end] == '_'))
            end++;
        if (end < 4)
            return [];
        var name = text[1..end];
        var argument = ReadOnlySpan<char>.Empty;
        if (end < text.Length && text[end] == '(')
        {
            var close = text[end..].IndexOf(')');
            if (close < 0)
                return [];
            argument = text[(end + 1)..(end + close)];
            end += close + 1;
        }

        // A length that values are cut to: %REQ(X):10%.
        if (end < text.Length && text[end] == ':')
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }

        if (end >= text.Length || text[end] != '%')
            return [];
        length = end + 1;
        return [LogPiece.Of(OfEnvoy(name.ToString(), argument.ToString().ToUpperInvariant()), text[..length])];
    }

    private static LogField OfEnvoy(string name, string argument) => name switch
    {
        "RESPONSE_CODE" => LogField.Status,
        "START_TIME" when argument.Length == 0 || argument.StartsWith("%S", StringComparison.Ordinal) => LogField.Time,
        "DOWNSTREAM_REMOTE_ADDRESS" or "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT" => LogField.Client,
        "UPSTREAM_HOST" => LogField.Node,
        "REQ" => argument switch
        {
            ":METHOD" => LogField.Method,
            "X-FORWARDED-FOR" => LogField.Forwarded,
            "USER-AGENT" => LogField.Agent,
            "AUTHORIZATION" => LogField.Authorization,
            _ when argument.EndsWith(":PATH", StringComparison.Ordinal) => LogField.Target,
            _ => LogField.Ignored,
        },
        _ => LogField.Ignored,
    };

    private static LogPiece[] Apache(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var at = 1;

        // Statuses that it is written for, and which request of a chain: %!200,304{Referer}i, %>s.
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '!' or ',' or '<' or '>'))
            at++;
        var argument = ReadOnlySpan<char>.Empty;
        if (at < text.Length && text[at] == '{')
        {
            var close = text[at..].IndexOf('}');
            if (close < 0)
                return [];
            argument = text[(at + 1)..(at + close)];
            at += close + 1;
        }

        if (at >= text.Length)
            return [];
        var letter = text[at++];
        if (letter == '^' && at + 2 <= text.Length)
            at += 2;
        if (letter == '%')
        {
            length = at;
            return [LogPiece.Of("%")];
        }

        if (!char.IsAsciiLetter(letter) && letter != '^')
            return [];
        length = at;
        var written = text[..length];
        if (letter == 't' && argument.Length == 0)
            return [LogPiece.Of("["), LogPiece.Of(LogField.Time, written), LogPiece.Of("]")];
        var piece = LogPiece.Of(OfApache(letter, argument.ToString()), written);

        // The query may be empty, and stands behind the path without anything between.
        return letter == 'q' ? [LogPiece.Of("")] : [piece];
    }

    private static LogField OfApache(char letter, string argument) => letter switch
    {
        's' => LogField.Status,
        'h' or 'a' => LogField.Client,
        'u' => LogField.User,
        't' => argument is "sec" or "msec" or "usec" or "%s" ? LogField.Time : LogField.Ignored,
        'r' => LogField.Request,
        'm' => LogField.Method,
        'U' => LogField.Target,
        'i' => argument.ToUpperInvariant() switch
        {
            "USER-AGENT" => LogField.Agent,
            "AUTHORIZATION" => LogField.Authorization,
            "X-FORWARDED-FOR" => LogField.Forwarded,
            _ => LogField.Ignored,
        },
        'e' when argument is "BALANCER_WORKER_NAME" or "BALANCER_NAME" => LogField.Node,
        'e' when argument.Contains("AUTH_SCHEME", StringComparison.OrdinalIgnoreCase) => LogField.Authorization,
        _ => LogField.Ignored,
    };
}
