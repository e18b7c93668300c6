using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Countersign.Lab.Tunnels;

/// <summary>Takes CONNECT out of a connection before the server reads it. A tunnel ends in the server itself, with or without TLS.</summary>
/// <param name="authority">Who answers for the certificates of the hosts behind it.</param>
internal abstract class TunnelEnd(ThrowAwayAuthority authority)
{
    private const byte HandshakeOfTls = 0x16;

    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may say nothing, before CONNECT and in a tunnel: the server begins to count behind that.</summary>
    public TimeSpan Patience { get; init; } = new KestrelServerLimits().KeepAliveTimeout;

    /// <summary>Serves a connection.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            // A client that is refused may ask again in the same connection.
            while (await HeadAsync(connection) is { } begun)
            {
                var head = ConnectHead.Read(begun);
                var (answer, isOpen) = await AnswerAsync(connection, head);
                await connection.Transport.Output.WriteAsync(answer, connection.ConnectionClosed);
                if (isOpen)
                {
                    await EnterAsync(connection, head!.Host, next);
                    return;
                }

                if (head is null || head.Fields.Any(field => field.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase) && field.Value.Contains("close", StringComparison.OrdinalIgnoreCase)))
                    return;
            }

            await next(connection);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // The client is gone, or silent.
        }
    }

    /// <summary>Answers CONNECT.</summary>
    /// <param name="connection">Where it came.</param>
    /// <param name="head">What came; null for what can't be read.</param>
    /// <returns>The octets of the answer, and whether the tunnel is open.</returns>
    protected abstract Task<(byte[] Answer, bool IsOpen)> AnswerAsync(ConnectionContext connection, ConnectHead? head);

    /// <summary>Notes of an open tunnel what its client speaks in it.</summary>
    protected abstract void Enter(ConnectionContext connection, bool isTls);

    private static CancellationTokenSource Waiting(ConnectionContext connection, TimeSpan atMost)
    {
        var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        waiting.CancelAfter(atMost);
        return waiting;
    }

    private async Task<ReadOnlySequence<byte>?> HeadAsync(ConnectionContext connection)
    {
        using var waiting = Waiting(connection, Patience);
        return await ConnectHead.ReadAsync(connection.Transport.Input, waiting.Token);
    }

    private async Task EnterAsync(ConnectionContext connection, string host, ConnectionDelegate next)
    {
        ReadResult first;
        using (var waiting = Waiting(connection, Patience))
            first = await connection.Transport.Input.ReadAtLeastAsync(1, waiting.Token);
        var isTls = !first.Buffer.IsEmpty && first.Buffer.FirstSpan[0] == HandshakeOfTls;
        connection.Transport.Input.AdvanceTo(first.Buffer.Start);
        if (first.Buffer.IsEmpty)
            return;
        Enter(connection, isTls);
        if (!isTls)
        {
            await next(connection);
            return;
        }

        var outside = connection.Transport;
        await using var tls = new SslStream(new DuplexStream(outside));
        try
        {
            using var waiting = Waiting(connection, HandshakePatience);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, name) => authority.For(string.IsNullOrEmpty(name) ? host : name), ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] }, waiting.Token);
            connection.Transport = new StreamPipe(tls);
            if (tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
                ToldProtocol.Tell(connection);
            await next(connection);
        }
        catch (AuthenticationException)
        {
            // The client does not trust the authority.
        }
        finally
        {
            connection.Transport = outside;
        }
    }
}
