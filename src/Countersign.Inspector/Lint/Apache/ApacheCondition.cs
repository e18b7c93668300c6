using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What a <c>RewriteCond</c> makes of a request without credentials.</summary>
internal static partial class ApacheCondition
{
    /// <summary>Whether it is fulfilled, and what its pattern found; null where nobody here can tell.</summary>
    public static (bool? Fits, Match? Match) Ask(Directive condition, ApacheRequest request, Match rule)
    {
        if (condition.Arguments is not [var subject, var asked, ..])
            return (null, null);
        if (Subject(ApacheRewrite.Expand(subject.Text, rule, null), request) is not { } value)
            return (null, null);
        var isNegated = asked.Text.StartsWith('!');
        var pattern = isNegated ? asked.Text[1..] : asked.Text;
        if (pattern.StartsWith('-') || pattern.Length > 0 && pattern[0] is '<' or '>')
            return (null, null);
        if (pattern.StartsWith('='))
            return (value == pattern[1..].Trim('"') != isNegated, null);
        var isAnyCase = condition.Arguments.Length > 2 && condition.Arguments[2].Text.Contains("NC", StringComparison.OrdinalIgnoreCase);
        var match = ApachePatterns.Regex(pattern, isAnyCase)?.Match(value);
        return match is null ? (null, null) : (match.Success != isNegated, match.Success ? match : null);
    }

    /// <summary>A variable of mod_rewrite; null for what the files do not tell. A field that the request does not have is empty.</summary>
    public static string? Value(string name, ApacheRequest request) => name.ToUpperInvariant() switch
    {
        "HTTPS" => request.Host.IsTls ? "on" : "off",
        "REQUEST_SCHEME" => request.Host.IsTls ? "https" : "http",
        "REQUEST_URI" => request.Path,
        "REQUEST_METHOD" => request.Method,
        "QUERY_STRING" => request.Query,
        "SERVER_PORT" => request.Port.ToString(CultureInfo.InvariantCulture),
        "HTTP_HOST" or "SERVER_NAME" or "HTTP:HOST" => request.Name,
        "THE_REQUEST" => $"{request.Method} {request.Path} HTTP/1.1",
        "DOCUMENT_ROOT" => request.Host.DocumentRoot,
        "REMOTE_USER" or "AUTH_TYPE" => "",
        var field when field.StartsWith("HTTP:", StringComparison.Ordinal) || field.StartsWith("HTTP_", StringComparison.Ordinal) => "",
        _ => null,
    };

    private static string? Subject(string text, ApacheRequest request)
    {
        var isKnown = true;
        var value = VariableName().Replace(text, match =>
        {
            var known = Value(match.Groups["name"].Value, request);
            isKnown &= known is not null;
            return known ?? "";
        });
        return isKnown ? value : null;
    }

    [GeneratedRegex(@"%\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VariableName();
}
