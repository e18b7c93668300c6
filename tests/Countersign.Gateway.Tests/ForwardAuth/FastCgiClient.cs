using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>Asks an authorizer as Apache does, octet by octet.</summary>
internal static class FastCgiClient
{
    public const byte BeginRequest = 1;
    public const byte Params = 4;
    public const ushort Authorizer = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A whole question: the role, the parameters, their end.</summary>
    public static byte[] Question(IEnumerable<(string Name, string Value)> parameters, ushort role = Authorizer, int recordLength = 1000)
    {
        var pairs = parameters.SelectMany(pair => Pair(pair.Name, pair.Value)).ToArray();
        return
        [
            .. Record(BeginRequest, [0, (byte)role, 0, 0, 0, 0, 0, 0]),
            .. pairs.Chunk(recordLength).SelectMany(part => Record(Params, part)),
            .. Record(Params, []),
        ];
    }

    public static byte[] Record(byte type, byte[] content, byte version = 1)
    {
        var head = new byte[8];
        (head[0], head[1], head[3]) = (version, type, 1);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), (ushort)content.Length);
        return [.. head, .. content];
    }

    /// <summary>What the authorizer wrote; null when it ended the connection without a word.</summary>
    public static async Task<string?> AskAsync(IPEndPoint address, byte[] octets)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, Cancel);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(octets, Cancel);
            await stream.CopyToAsync(answer, Cancel);
        }
        catch (IOException)
        {
            // It did not wait for the rest.
        }

        return answer.Length == 0 ? null : Stdout(answer.ToArray());
    }

    private static string Stdout(byte[] records)
    {
        var text = new StringBuilder();
        var ended = false;
        for (var at = 0; at < records.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(records.AsSpan(at + 4));
            if (records[at + 1] == 6)
                text.Append(Encoding.UTF8.GetString(records, at + 8, length));
            ended |= records[at + 1] == 3;
            at += 8 + length + records[at + 6];
        }

        Assert.True(ended, "the request was not ended");
        return text.ToString();
    }

    private static byte[] Pair(string name, string value)
    {
        var (first, second) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return [.. Length(first.Length), .. Length(second.Length), .. first, .. second];
    }

    private static byte[] Length(int length)
    {
        if (length < 128)
            return [(byte)length];
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)length | 0x80000000);
        return octets;
    }
}
