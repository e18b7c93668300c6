using System.Globalization;

namespace Countersign.Inspector.Exchanges;

/// <summary>Reads dates of HTTP (RFC 9110 §5.6.7).</summary>
internal static class HttpDate
{
    // The two older forms are still to be read.
    private static readonly string[] Forms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>A date, with or without the name of its field before it; null for anything else.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        const string Field = "Date:";
        if (text is null)
            return null;
        var value = text.StartsWith(Field, StringComparison.OrdinalIgnoreCase) ? text[Field.Length..] : text;
        return DateTimeOffset.TryParseExact(
            value.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite, out var date)
            ? date
            : null;
    }
}
