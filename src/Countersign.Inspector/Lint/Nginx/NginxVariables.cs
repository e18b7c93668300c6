using System.Globalization;
using System.Text;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What variables are for a request that brings nothing but its method, its host and its target. What depends on the caller or the rest of the world is null.</summary>
internal sealed class NginxVariables(NginxModel model)
{
    private const int MaxDepth = 12;

    /// <summary>A text with its variables replaced; null where one of them can't be known here.</summary>
    public string? Expand(string text, NginxRequest request, NginxScope scope, int depth = 0)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                result.Append(text[i]);
                continue;
            }

            var name = NameAt(text, i + 1, out var end);
            if (Value(name, request, scope, depth) is not { } value)
                return null;
            result.Append(value);
            i = end - 1;
        }

        return result.ToString();
    }

    /// <summary>Whether a text has a variable that the caller chooses.</summary>
    public static bool HasCallersWord(string text) =>
        Names(text).Any(name => name is "host" or "http_host" or "uri" or "request_uri" or "args" or "query_string" or "request" || name.StartsWith("arg_", StringComparison.Ordinal) || name.StartsWith("http_", StringComparison.Ordinal) || name.StartsWith("cookie_", StringComparison.Ordinal));

    /// <summary>The names of the variables of a text.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', at + 1))
            yield return NameAt(text, at + 1, out _);
    }

    public string? Value(string name, NginxRequest request, NginxScope scope, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        if (request.Variables.TryGetValue(name, out var set))
            return set;
        if (name.Length == 1 && char.IsAsciiDigit(name[0]))
            return request.Captures?.Groups[name].Value ?? "";
        if (model.MapOf(name) is { } map)
            return map.Name == "geo" ? OfGeo(map) : OfMap(map, request, scope, depth);
        if (name.StartsWith("arg_", StringComparison.Ordinal))
            return Argument(request.Arguments, name[4..]);
        return BuiltIn(name, request, scope);
    }

    private static string NameAt(string text, int at, out int end)
    {
        var isBraced = at < text.Length && text[at] == '{';
        var start = isBraced ? at + 1 : at;
        end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_') && !(end > start && char.IsAsciiDigit(text[start])))
            end++;
        var name = text[start..end];
        if (isBraced && end < text.Length && text[end] == '}')
            end++;
        return name;
    }

    private static string? BuiltIn(string name, NginxRequest request, NginxScope scope) => name switch
    {
        "uri" or "document_uri" => request.Uri,
        "request_uri" => request.Target,
        "args" or "query_string" => request.Arguments,
        "is_args" => request.Arguments.Length > 0 ? "?" : "",
        "host" => request.Host,
        "http_host" => request.Port is 80 or 443 ? request.Host : string.Create(CultureInfo.InvariantCulture, $"{request.Host}:{request.Port}"),
        "server_port" => request.Port.ToString(CultureInfo.InvariantCulture),
        "scheme" => request.Scheme,
        "https" => request.Scheme == "https" ? "on" : "",
        "request_method" => request.Method,
        "request_filename" => NginxPaths.FileOf(request.Uri, scope, out _),
        "document_root" => NginxPaths.RootOf(scope),
        "server_name" => scope.Levels().FirstOrDefault(level => level.Block?.Name == "server")?.OwnFirst("server_name")?.Arguments.FirstOrDefault()?.Text ?? "",
        "server_protocol" => "HTTP/1.1",
        "ssl_client_verify" => request.Scheme == "https" ? "NONE" : "",
        "http_user_agent" or "http_accept" or "http_accept_encoding" or "http_accept_language" => null,
        "remote_user" or "content_length" or "content_type" or "proxy_add_x_forwarded_for" => "",
        _ => name.StartsWith("http_", StringComparison.Ordinal) || name.StartsWith("cookie_", StringComparison.Ordinal) || name.StartsWith("ssl_client_", StringComparison.Ordinal) ? "" : null,
    };

    private static string Argument(string arguments, string name) =>
        arguments.Split('&').Where(each => each.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)).Select(each => each[(name.Length + 1)..]).FirstOrDefault() ?? "";

    // Who asks comes from an address that nobody listed.
    private static string OfGeo(Directive geo) =>
        ValueOf(geo.Children.FirstOrDefault(entry => entry.Name is "0.0.0.0/0" or "default")) ?? "";

    private string? OfMap(Directive map, NginxRequest request, NginxScope scope, int depth)
    {
        if (Expand(map.Arguments[0].Text, request, scope, depth + 1) is not { } source)
            return null;
        var entry = Exact(map, source) ?? Wildcard(map, source);
        if (entry is null)
        {
            foreach (var each in map.Children.Where(child => child.Name.StartsWith('~')))
            {
                var ignoresCase = each.Name.StartsWith("~*", StringComparison.Ordinal);
                if (model.Pattern(each.Name[(ignoresCase ? 2 : 1)..], ignoresCase).Match(source) is not { } match)
                    return null;
                if (!match.Success)
                    continue;
                request.Take(match);
                entry = each;
                break;
            }
        }

        entry ??= map.Children.FirstOrDefault(child => child.Name == "default");
        request.Note(entry);
        return ValueOf(entry) is { } value ? Expand(value, request, scope, depth + 1) : "";
    }

    private static Directive? Exact(Directive map, string source) =>
        map.Children.FirstOrDefault(child => !IsWord(child.Name) && (child.Name.StartsWith('\\') ? child.Name[1..] : child.Name).Equals(source, StringComparison.OrdinalIgnoreCase));

    private static Directive? Wildcard(Directive map, string source) =>
        map.Children.Any(child => child.Name == "hostnames")
            ? map.Children.Where(child => NginxNames.FitsWildcard(child.Name, source)).MaxBy(child => child.Name.Length)
            : null;

    private static bool IsWord(string name) => name is "default" or "hostnames" or "volatile" or "include";

    private static string? ValueOf(Directive? entry) => entry is { Arguments: [var value, ..] } ? value.Text : null;
}
