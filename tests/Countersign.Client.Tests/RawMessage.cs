using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Countersign.Client.Tests;

/// <summary>A message as it was on the wire.</summary>
internal sealed record RawMessage(int Connection, string Line, ILookup<string, string> Fields, string Content)
{
    public string Method => Line[..Line.IndexOf(' ', StringComparison.Ordinal)];

    public string? Authorization => Field("Authorization");

    public string? Field(string name) => Fields.Contains(name) ? string.Join(", ", Fields[name]) : null;

    public static async Task<RawMessage?> ReadAsync(NetworkStream stream, int connection, CancellationToken cancel)
    {
        if (await LineAsync(stream, cancel) is not { Length: > 0 } line)
            return null;
        var fields = new List<(string Name, string Value)>();
        while (await LineAsync(stream, cancel) is { Length: > 0 } field)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            fields.Add((field[..colon], field[(colon + 1)..].Trim()));
        }

        var lookup = fields.ToLookup(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase);
        return new(connection, line, lookup, await ContentAsync(stream, lookup, cancel));
    }

    private static async Task<string> ContentAsync(NetworkStream stream, ILookup<string, string> fields, CancellationToken cancel)
    {
        if (fields["Content-Length"].FirstOrDefault() is { } length)
            return await OctetsAsync(stream, int.Parse(length, CultureInfo.InvariantCulture), cancel);
        var content = new StringBuilder();
        if (fields["Transfer-Encoding"].Any())
        {
            while (await LineAsync(stream, cancel) is { Length: > 0 } head && int.Parse(head, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                content.Append(await OctetsAsync(stream, size, cancel));
                await LineAsync(stream, cancel);
            }

            await LineAsync(stream, cancel);
        }

        return content.ToString();
    }

    private static async Task<string> OctetsAsync(NetworkStream stream, int count, CancellationToken cancel)
    {
        var octets = new byte[count];
        await stream.ReadExactlyAsync(octets, cancel);
        return Encoding.Latin1.GetString(octets);
    }

    private static async Task<string?> LineAsync(NetworkStream stream, CancellationToken cancel)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, cancel) > 0)
        {
            if (octet[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)octet[0]);
        }

        return null;
    }
}
