using System.Text.RegularExpressions;

namespace Countersign.Inspector.Reading;

/// <summary>Says of a text that is no transcript what it might be, and what to give instead.</summary>
internal static partial class NearestGuess
{
    private const string Wanted = "What is read: a HAR file, what 'curl -v', 'curl --trace' or 'curl --trace-ascii' write, and HTTP messages as they are ('curl -i', 'http -v').";

    public static string Of(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 4096)).TrimStart();
        return $"{Guess(start)} {Wanted}";
    }

    private static string Guess(ReadOnlySpan<char> start)
    {
        if (start.IsEmpty)
            return "there is nothing in it.";
        if (start.Contains('\0') || start[0] == '\x1f')
            return "it is no text; a compressed file has to be unpacked first.";
        if (start.StartsWith("eyJ"))
            return "it looks like a token: 'countersign token decode' reads those.";
        if (start.StartsWith("curl ") || start.StartsWith("$ curl "))
            return "it is a curl command and not what it printed: run it with -v and give that ('curl -v ... 2>&1 | countersign inspect -').";
        if (start.StartsWith("fetch("))
            return "it is a request as a script: export a HAR file from the browser's network panel instead.";
        if (start[0] is '{' or '[')
            return "it is JSON, but no HAR file: there is no member \"log\". Maybe it is the content of an answer alone.";
        if (start.StartsWith("<?xml") && start.Contains("burp", StringComparison.OrdinalIgnoreCase))
            return "it looks like an export of Burp, which is not read.";
        if (start[0] == '<')
            return "it looks like the content of an answer alone, without status and fields.";
        if (AccessLog().IsMatch(start))
            return "it looks like an access log, and there are no messages in one.";
        return FieldLines().IsMatch(start) ? "there are field lines, but no request line and no status line before them." : "it is no transcript of HTTP.";
    }

    [GeneratedRegex(@"^\S+ \S+ \S+ \[[^\]\r\n]{10,40}\] ""[A-Z]+ ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AccessLog();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z-]{2,40}: \S", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldLines();
}
