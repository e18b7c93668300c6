using System.Net;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>The tunnels of the proxy, which lead to the simulator itself.</summary>
/// <param name="state">What the simulator knows.</param>
internal sealed class ProxyTunnels(SimulatorState state) : TunnelEnd(state.Authority!)
{
    /// <inheritdoc/>
    protected override async Task<(byte[] Answer, bool IsOpen)> AnswerAsync(ConnectionContext connection, ConnectHead? head)
    {
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
        return refusal is null ? (ConnectAnswer.Opened(ForwardProxy.Mark, info), true) : (ConnectAnswer.Refused(ForwardProxy.Mark, request, refusal), false);
    }

    /// <inheritdoc/>
    protected override void Enter(ConnectionContext connection, bool isTls)
    {
        var tunnel = connection.Features.Get<ProxyTunnel>()!;
        (tunnel.IsOpen, tunnel.IsTls) = (true, isTls);
    }

    private async Task<((SimulatedAnswer? Refusal, string? Info) Outcome, SimulatedRequest Request)> AskAsync(ConnectHead head, DefaultHttpContext context, ProxyTarget way, CancellationToken cancel)
    {
        var verdict = await new ProxyQuestion(state).AskAsync(HttpMethods.Connect, head.Authority, context, way, cancel);
        var refusal = verdict.Answer ?? (way.Has(ProxyTwists.NoTunnel) ? new(403) { Diagnosis = new("a request that is no CONNECT", "CONNECT") } : null);
        return ((refusal, verdict.Info), verdict.Request);
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
