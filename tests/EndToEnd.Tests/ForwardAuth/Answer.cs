using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>An answer as it stood on the wire, to a request as it is written.</summary>
internal sealed class Answer
{
    private Answer(string raw)
    {
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? raw : raw[..end]).Split("\r\n");
        Status = lines[0].Length > 11 ? int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
        Fields = [.. lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1].Trim()))];
        var content = end < 0 ? "" : raw[(end + 4)..];
        Body = Lines("Transfer-Encoding") is ["chunked"] ? Joined(content) : content;
    }

    public int Status { get; }

    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    public string Body { get; }

    public string? Reason => JsonDocument.Parse(Body).RootElement.GetProperty("reason").GetString();

    /// <summary>Whether the application answered.</summary>
    public bool IsOfTheApplication => Body.StartsWith("{\"method\":", StringComparison.Ordinal);

    public static async Task<Answer> OfAsync(int port, string request, string from)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new(await reader.ReadToEndAsync(patience.Token));
    }

    public string[] Lines(string name) =>
        [.. Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    /// <summary>A field as the application got it; empty when it did not.</summary>
    public string Received(string name)
    {
        Assert.True(IsOfTheApplication, $"{Status}: {Body}");
        return JsonDocument.Parse(Body).RootElement.GetProperty("headers").TryGetProperty(name.ToLowerInvariant(), out var value) ? value.GetString()! : "";
    }

    /// <summary>Another part of what the application got.</summary>
    public string? Told(string part) => JsonDocument.Parse(Body).RootElement.GetProperty(part).GetString();

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
