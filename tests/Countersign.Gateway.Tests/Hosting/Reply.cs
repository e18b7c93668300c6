using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>An answer as it stood on the wire.</summary>
internal sealed class Reply
{
    private Reply(string raw)
    {
        Raw = raw;
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? raw : raw[..end]).Split("\r\n");
        Status = lines[0].Length > 11 ? int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
        Fields = [.. lines.Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)).Select(Split)];
        var content = end < 0 ? "" : raw[(end + 4)..];
        Body = Field("Transfer-Encoding") == "chunked" ? Joined(content) : content;
    }

    public string Raw { get; }

    public int Status { get; }

    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    public string Body { get; }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Reference => Field("Countersign-Reference") ?? throw new InvalidOperationException("no reference in:\n" + Raw);

    public string? Reason => Json.GetProperty("reason").GetString();

    public string[] Challenges => Lines("WWW-Authenticate");

    public static Reply Read(string raw) => new(raw);

    public string? Field(string name) => Lines(name) is [var first, ..] ? first : null;

    public string[] Lines(string name) =>
        [.. Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    private static (string Name, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    }

    private static string Joined(string chunks)
    {
        var body = new StringBuilder();
        for (var at = 0; at < chunks.Length;)
        {
            var end = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(chunks.AsSpan(at, end - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                break;
            body.Append(chunks, end + 2, length);
            at = end + 2 + length + 2;
        }

        return body.ToString();
    }
}
