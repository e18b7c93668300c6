using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Reading;

/// <summary>The first lines of messages (RFC 9112 §3, §4; of HTTP/2 as tools write them).</summary>
internal static partial class StartLine
{
    public static (string Method, string Target, string? Version)? Request(string line) =>
        RequestForm().Match(line) is { Success: true } match
            ? (match.Groups["method"].Value, match.Groups["target"].Value, match.Groups["version"].Value is { Length: > 0 } version ? version : null)
            : null;

    public static (int Status, string Reason, string Version)? Response(string line) =>
        ResponseForm().Match(line) is { Success: true } match
            ? (int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["reason"].Value.Trim(), match.Groups["version"].Value)
            : null;

    [GeneratedRegex(@"^(?<method>[A-Z][A-Z-]{1,19}) (?<target>\S+)( (?<version>HTTP/\d(\.\d)?))?\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestForm();

    [GeneratedRegex(@"^(?<version>HTTP/\d(\.\d)?) (?<status>[1-9][0-9]{2})(?<reason>( .*)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResponseForm();
}
