using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Explaining;

/// <summary>The curl line that would get in with a scheme, the secret left to whoever has it.</summary>
internal static class CurlLines
{
    public static string? For(JournalEntry entry, SchemeConfiguration? scheme)
    {
        var authentication = scheme switch
        {
            BasicConfiguration => $"--user {UserOf(entry)}",
            DigestConfiguration => $"--digest --user {UserOf(entry)}",
            ApiKeyConfiguration key => $"--header {Quoted(key.Header + ": KEY")}",
            _ => null,
        };
        if (authentication is null)
            return null;
        var method = entry.Method is "GET" ? "" : entry.Method is "HEAD" ? "--head " : $"--request {Quoted(entry.Method)} ";
        return $"curl {method}{authentication} {Quoted($"{entry.UrlScheme}://{entry.Authority}{entry.Path}")}";
    }

    private static string UserOf(JournalEntry entry) =>
        entry.Subject is { } subject && !subject.EndsWith("***", StringComparison.Ordinal) ? Quoted(subject) : "NAME";

    /// <summary>As a POSIX shell takes it literally.</summary>
    private static string Quoted(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:@".Contains(character, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
