using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;

namespace Countersign.Lab.Tunnels;

/// <summary>Takes CONNECT out of a connection before the server reads it. A tunnel ends in the server itself, with or without TLS.</summary>
/// <param name="authority">Who answers for the certificates of the hosts behind it.</param>
internal abstract class TunnelEnd(ThrowAwayAuthority authority)
{
    private const byte HandshakeOfTls = 0x16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Serves a connection.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            // A client that is refused may ask again in the same connection.
            while (await ConnectHead.ReadAsync(connection.Transport.Input, connection.ConnectionClosed) is { } begun)
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
            // The client is gone.
        }
    }

    /// <summary>Answers CONNECT.</summary>
    /// <param name="connection">Where it came.</param>
    /// <param name="head">What came; null for what can't be read.</param>
    /// <returns>The octets of the answer, and whether the tunnel is open.</returns>
    protected abstract Task<(byte[] Answer, bool IsOpen)> AnswerAsync(ConnectionContext connection, ConnectHead? head);

    /// <summary>Notes of an open tunnel what its client speaks in it.</summary>
    protected abstract void Enter(ConnectionContext connection, bool isTls);

    private async Task EnterAsync(ConnectionContext connection, string host, ConnectionDelegate next)
    {
        var first = await connection.Transport.Input.ReadAtLeastAsync(1, connection.ConnectionClosed);
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
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
            patience.CancelAfter(Patience);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, name) => authority.For(string.IsNullOrEmpty(name) ? host : name), ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] }, patience.Token);
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
