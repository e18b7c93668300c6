using System.Text.RegularExpressions;

namespace Countersign.Cli;

/// <summary>A line about what went wrong. It often repeats what was typed; a signed token that stood where none belongs is not shown again, since logs of builds keep such lines.</summary>
internal static partial class ErrorLine
{
    /// <summary>The line, without its end.</summary>
    public static string Of(string message) => $"countersign: {SignedToken().Replace(message, "eyJ…")}";

    // Header and payload are JSON objects in base64url, which begin alike (RFC 7515 §7.1).
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignedToken();
}
