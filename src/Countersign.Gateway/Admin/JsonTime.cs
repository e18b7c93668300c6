using System.Globalization;

namespace Countersign.Gateway.Admin;

/// <summary>Times in JSON: RFC 3339, in UTC, to the second.</summary>
internal static class JsonTime
{
    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
