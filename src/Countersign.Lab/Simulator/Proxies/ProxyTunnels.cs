using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>Takes CONNECT out of a connection to the proxy before the server reads it. A tunnel ends in the simulator itself, with or without TLS.</summary>
/// <param name="state">What the simulator knows.</param>
/// <param name="patience">How long a client may say nothing, before CONNECT and in a tunnel: the server begins to count behind that.</param>
internal sealed class ProxyTunnels(SimulatorState state, TimeSpan patience)
{
    private const byte HandshakeOfTls = 0x16;

    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(15);

    /// <summary>Serves a connection.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var tunnel = new ProxyTunnel();
        connection.Features.Set(tunnel);
        try
        {
            // A client that is refused may ask again in the same connection.
            while (await HeadAsync(connection) is { } begun)
            {
                var (head, isOpen) = await AnswerAsync(connection, begun);
                if (isOpen)
                {
                    tunnel.IsOpen = true;
                    await EnterAsync(connection, head!, tunnel, next);
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

    /// <summary>Answers CONNECT: what it was, null where it was none, and whether the tunnel is open.</summary>
    private async Task<ReadOnlySequence<byte>?> HeadAsync(ConnectionContext connection)
    {
        using var waiting = Waiting(connection, patience);
        return await ConnectHead.ReadAsync(connection.Transport.Input, waiting.Token);
    }

    private static CancellationTokenSource Waiting(ConnectionContext connection, TimeSpan atMost)
    {
        var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        waiting.CancelAfter(atMost);
        return waiting;
    }

    private async Task<(ConnectHead? Head, bool IsOpen)> AnswerAsync(ConnectionContext connection, ReadOnlySequence<byte> begun)
    {
        var head = ConnectHead.Read(begun);
        var context = ContextOf(head, connection);
        var request = new SimulatedRequest(context, state.Clients.Of(context), state, isForProxy: true);
        var info = default(string);
        SimulatedAnswer? refusal = null;
        if (head is null)
            refusal = new(400) { Diagnosis = new("CONNECT with a host and a port (RFC 9110 §9.3.6)", "something else") };
        else if (ProxyTarget.Read(head.Host, head.Port, (connection.LocalEndPoint as IPEndPoint)?.Address, state.Ports, out var fault) is not { } way)
            refusal = new(403) { Diagnosis = new($"{ProxyTarget.Name}, or an address of the simulator", fault) };
        else
            ((refusal, info), request) = await AskAsync(head, context, way, connection.ConnectionClosed);
        await connection.Transport.Output.WriteAsync(refusal is null ? ConnectAnswer.Opened(info) : ConnectAnswer.Refused(request, refusal), connection.ConnectionClosed);
        return (head, refusal is null);
    }

    private async Task<((SimulatedAnswer? Refusal, string? Info) Outcome, SimulatedRequest Request)> AskAsync(ConnectHead head, DefaultHttpContext context, ProxyTarget way, CancellationToken cancel)
    {
        var verdict = await new ProxyQuestion(state).AskAsync(HttpMethods.Connect, head.Authority, context, way, cancel);
        var refusal = verdict.Answer ?? (way.Has(ProxyTwists.NoTunnel) ? new(403) { Diagnosis = new("a request that is no CONNECT", "CONNECT") } : null);
        return ((refusal, verdict.Info), verdict.Request);
    }

    private async Task EnterAsync(ConnectionContext connection, ConnectHead head, ProxyTunnel tunnel, ConnectionDelegate next)
    {
        ReadResult first;
        using (var waiting = Waiting(connection, patience))
            first = await connection.Transport.Input.ReadAtLeastAsync(1, waiting.Token);
        var isTls = !first.Buffer.IsEmpty && first.Buffer.FirstSpan[0] == HandshakeOfTls;
        connection.Transport.Input.AdvanceTo(first.Buffer.Start);
        if (first.Buffer.IsEmpty)
            return;
        if (!isTls)
        {
            await next(connection);
            return;
        }

        tunnel.IsTls = true;
        var outside = connection.Transport;
        await using var tls = new SslStream(new DuplexStream(outside));
        try
        {
            using var waiting = Waiting(connection, HandshakePatience);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, name) => state.Authority!.For(string.IsNullOrEmpty(name) ? head.Host : name), ApplicationProtocols = [SslApplicationProtocol.Http11] }, waiting.Token);
            connection.Transport = new StreamPipe(tls);
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

    private static DefaultHttpContext ContextOf(ConnectHead? head, ConnectionContext connection)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Connect;
        context.Connection.RemoteIpAddress = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        foreach (var (name, value) in head?.Fields ?? [])
            context.Request.Headers.Append(name, value);
        return context;
    }
}
