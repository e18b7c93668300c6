using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Reads the fields of a HAR message.</summary>
internal static class HarFields
{
    /// <summary>The lines; Chromium writes several of one name into one value, with line ends between.</summary>
    /// <param name="headers">The array.</param>
    /// <param name="pseudo">The pseudo fields of HTTP/2 and later (RFC 9113 §8.3), which are none.</param>
    public static List<MessageField> Read(JsonElement headers, out Dictionary<string, string> pseudo)
    {
        pseudo = new(StringComparer.OrdinalIgnoreCase);
        var lines = new List<MessageField>();
        foreach (var header in headers.Items())
        {
            if (header.Text("name") is not { Length: > 0 } name)
                continue;
            var value = header.Text("value") ?? "";
            if (name.StartsWith(':'))
                pseudo.TryAdd(name, value);
            else if (!value.Contains('\n', StringComparison.Ordinal))
                lines.Add(new(name, value.Trim()));
            else
                lines.AddRange(value.Split('\n').Select(line => new MessageField(name, line.Trim())));
        }

        return lines;
    }

    /// <summary>The value of Cookie, from the cookies by themselves; null where there are none.</summary>
    public static string? CookieLine(JsonElement cookies)
    {
        var pairs = cookies.Items().Where(cookie => cookie.Text("name") is not null).Select(cookie => $"{cookie.Text("name")}={cookie.Text("value")}").ToList();
        return pairs.Count == 0 ? null : string.Join("; ", pairs);
    }
}
