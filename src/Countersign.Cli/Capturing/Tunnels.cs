using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Countersign.Cli.Requests.Recording;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Connections;

namespace Countersign.Cli.Capturing;

/// <summary>Takes requests for tunnels out of a connection before the server reads it: what goes through is passed on as it is or, with an authority, listened to.</summary>
/// <param name="capture">Takes down what is said.</param>
/// <param name="authority">Speaks TLS in the place of servers; null to pass tunnels on.</param>
/// <param name="clock">The time.</param>
internal sealed class Tunnels(Capture capture, ThrowAwayAuthority? authority, TimeProvider clock)
{
    private const byte HandshakeOfTls = 0x16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Serves a connection.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (await ConnectHead.ReadAsync(connection.Transport.Input, connection.ConnectionClosed) is not { } begun)
                await next(connection);
            else if (ConnectHead.Read(begun) is not { } head)
                await AnswerAsync(connection, "400 Bad Request", "CONNECT names a host and a port.");
            else if (authority is null)
                await PassAsync(connection, head);
            else
                await ListenAsync(connection, head, authority, next);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ConnectionAbortedException)
        {
            // One side is gone; the other is closed with it.
        }
    }

    private async Task PassAsync(ConnectionContext connection, ConnectHead head)
    {
        var (at, since) = (clock.GetUtcNow(), clock.GetTimestamp());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
            patience.CancelAfter(Patience);
            await socket.ConnectAsync(head.Host, head.Port, patience.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            capture.Tunnel(head, at, clock.GetElapsedTime(since), OutageWords.Of(exception));
            await AnswerAsync(connection, "502 Bad Gateway", "There is no connection to that host.");
            return;
        }

        capture.Tunnel(head, at, clock.GetElapsedTime(since), outage: null);
        await AnswerAsync(connection, "200 Connection established", content: null);
        await using var there = new NetworkStream(socket);
        await using var here = new DuplexStream(connection.Transport);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        var up = here.CopyToAsync(there, end.Token);
        var down = there.CopyToAsync(here, end.Token);
        if (await Task.WhenAny(up, down) == up && up.IsCompletedSuccessfully)
        {
            // Whoever has nothing more to say may still listen.
            socket.Shutdown(SocketShutdown.Send);
            await down;
        }

        await end.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync(ConnectionContext connection, ConnectHead head, ThrowAwayAuthority issuer, ConnectionDelegate next)
    {
        await AnswerAsync(connection, "200 Connection established", content: null);
        var first = await connection.Transport.Input.ReadAtLeastAsync(1, connection.ConnectionClosed);
        var isTls = !first.Buffer.IsEmpty && first.Buffer.FirstSpan[0] == HandshakeOfTls;
        connection.Transport.Input.AdvanceTo(first.Buffer.Start);
        if (first.Buffer.IsEmpty)
            return;
        connection.Features.Set(new TunnelTarget(isTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, head.Authority));
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
                new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, name) => issuer.For(string.IsNullOrEmpty(name) ? head.Host : name), ApplicationProtocols = [SslApplicationProtocol.Http11] }, patience.Token);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException)
        {
            capture.Untrusted(head.Authority);
            return;
        }

        try
        {
            connection.Transport = new StreamPipe(tls);
            await next(connection);
        }
        finally
        {
            connection.Transport = outside;
        }
    }

    private static async Task AnswerAsync(ConnectionContext connection, string status, string? content)
    {
        var fields = content is null ? "" : $"Content-Type: text/plain\r\nContent-Length: {content.Length}\r\nConnection: close\r\n";
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{fields}\r\n{content}"), connection.ConnectionClosed);
    }
}
