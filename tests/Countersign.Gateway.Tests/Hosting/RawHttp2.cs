using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>One request over HTTP/2 by prior knowledge, with exactly the given fields: clients would refuse to send them.</summary>
internal static class RawHttp2
{
    private const byte Headers = 1;
    private const byte Settings = 4;

    // RFC 7541, appendix A: the statuses that have an index.
    private static readonly int[] Indexed = [200, 204, 206, 304, 400, 404, 500];

    /// <summary>The status; 0 when the stream or the connection was ended instead, or when the status has no index of its own.</summary>
    public static async Task<int> AskAsync(int port, params (string Name, string Value)[] fields)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        var stream = client.GetStream();
        byte[] block = [.. fields.SelectMany(field => Literal(field.Name, field.Value))];
        byte[] opening = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, []), .. Frame(Headers, 0x5, 1, block)];
        await stream.WriteAsync(opening, patience.Token);

        var head = new byte[9];
        while (await stream.ReadAtLeastAsync(head, 9, throwOnEndOfStream: false, patience.Token) == 9)
        {
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, patience.Token);
            switch (head[3])
            {
                case Headers:
                    // Before the status, an encoder may set the size of its table (RFC 7541 §6.3).
                    var first = payload.SkipWhile(octet => (octet & 0xe0) == 0x20).FirstOrDefault();
                    return first is >= 0x88 and <= 0x8e ? Indexed[first - 0x88] : 0;
                case 3 or 7:
                    return 0;
            }
        }

        return 0;
    }

    /// <summary>RFC 7541 §6.2.2: a literal without indexing, new name.</summary>
    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
