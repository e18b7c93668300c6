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
    /// <param name="connection">The connection.</param>
    /// <param name="next">Who serves it then.</param>
    /// <param name="patience">How long it may say nothing: the server begins to count when this is done.</param>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, TimeSpan patience)
    {
        bool isHttp2;
        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed))
        {
            waiting.CancelAfter(patience);
            try
            {
                isHttp2 = await IsHttp2Async(connection, waiting.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        if (isHttp2)
            ToldProtocol.Tell(connection);
        await next(connection);
    }

    private static async Task<bool> IsHttp2Async(ConnectionContext connection, CancellationToken cancel)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(cancel);
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
