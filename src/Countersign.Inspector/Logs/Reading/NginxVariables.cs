namespace Countersign.Inspector.Logs.Reading;

/// <summary>Variables of nginx's <c>log_format</c>.</summary>
internal static class NginxVariables
{
    /// <summary>The variable that a text begins with, and how long it is written; 0 where it is none.</summary>
    public static LogPiece[] Read(ReadOnlySpan<char> text, out int length)
    {
        var isBraced = text.Length > 1 && text[1] == '{';
        var start = isBraced ? 2 : 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        length = 0;
        if (end == start || (isBraced && (end == text.Length || text[end] != '}')))
            return [];
        length = isBraced ? end + 1 : end;
        return [LogPiece.Of(FieldOf(text[start..end].ToString()), text[..length])];
    }

    /// <summary>Also the names of members where nginx is told to write JSON.</summary>
    public static LogField FieldOf(string name) => name switch
    {
        "status" => LogField.Status,
        "remote_addr" or "binary_remote_addr" or "realip_remote_addr" or "proxy_protocol_addr" => LogField.Client,
        "remote_user" => LogField.User,
        "time_local" or "time_iso8601" or "msec" => LogField.Time,
        "request" => LogField.Request,
        "request_method" => LogField.Method,
        "request_uri" or "uri" or "document_uri" => LogField.Target,
        "http_user_agent" => LogField.Agent,
        "upstream_addr" => LogField.Node,
        "http_authorization" => LogField.Authorization,

        // Variables of one's own, such as a map that takes the scheme out of the field.
        _ when name.Contains("auth_scheme", StringComparison.Ordinal) || name.Contains("authorization", StringComparison.Ordinal) => LogField.Authorization,
        _ => LogField.Ignored,
    };
}
