using System.Buffers;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Connections;

namespace Countersign.Lab.Simulator.Hosting;

/// <summary>
/// Takes HTTP/2 beside HTTP/1.1 on a cleartext port, where a connection begins with its preface (RFC 9113 §3.3). The server asks ALPN which of them is spoken, and takes
/// HTTP/1.1 where there is none: it is told what the preface says.
/// </summary>
internal static class PriorKnowledge
{
    /// <summary>Serves a connection.</summary>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (await IsHttp2Async(connection))
            ToldProtocol.Tell(connection);
        await next(connection);
    }

    private static async Task<bool> IsHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var (octets, begins) = (read.Buffer, Begins(read.Buffer));
            if (begins is { } decided || read.IsCompleted || read.IsCanceled)
            {
                input.AdvanceTo(octets.Start);
                return begins is true;
            }

            input.AdvanceTo(octets.Start, octets.End);
        }
    }

    private static bool? Begins(ReadOnlySequence<byte> octets)
    {
        var preface = "PRI * HTTP/2.0\r\n"u8;
        var length = (int)Math.Min(octets.Length, preface.Length);
        Span<byte> first = stackalloc byte[length];
        octets.Slice(0, length).CopyTo(first);
        return !preface.StartsWith(first) ? false : length == preface.Length ? true : null;
    }
}
