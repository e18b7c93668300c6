using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Tells what somebody hid before: nothing can be said of it but that something was there.</summary>
internal static partial class Redaction
{
    public static bool IsHidden(string value) => value.Length > 0 && (value.Contains("***", StringComparison.Ordinal) || value.EndsWith("...", StringComparison.Ordinal) || value.EndsWith('…') || Words().IsMatch(value));

    [GeneratedRegex(@"^(\W{0,3}([\w-]{1,20}[ _-]){0,4}(redacted|removed|filtered|masked|hidden|omitted|censored|scrubbed|sanitized|stripped|snip|snipped)([ _-][\w-]{1,20}){0,4}\W{0,3}|\W{0,3}([xX]{3,}|[•●█#-]{3,})\W{0,3})$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Words();
}
