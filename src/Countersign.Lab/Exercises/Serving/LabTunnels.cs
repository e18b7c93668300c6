using System.Net;
using Countersign.Lab.Exercises.Proxies;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Exercises.Serving;

/// <summary>Tunnels to the hosts of learners: CONNECT is recorded like any other request, and leads to the places of one exercise and nowhere else.</summary>
/// <param name="state">What the simulator below knows.</param>
/// <param name="laboratory">The exercises.</param>
internal sealed class LabTunnels(SimulatorState state, Laboratory laboratory) : TunnelEnd(state.Authority!)
{
    private static readonly Exercise Behind = ExerciseCatalogue.All.Single(exercise => exercise.IsTunnelled);

    /// <summary>Leads what comes out of a tunnel, or names such a host without one, to the places of its learner.</summary>
    public static Task LeadAsync(HttpContext context, RequestDelegate next)
    {
        var tunnel = context.Features.Get<LabTunnel>();
        if ((tunnel?.Learner ?? TunnelHost.LearnerOf(context.Request.Host.Host)) is { } learner)
            context.Request.Path = new PathString(Laboratory.PathOf(Behind, learner)).Add(context.Request.Path);
        if (tunnel is { IsTls: true })
            context.Request.Scheme = Uri.UriSchemeHttps;
        return next(context);
    }

    /// <inheritdoc/>
    protected override async Task<(byte[] Answer, bool IsOpen)> AnswerAsync(ConnectionContext connection, ConnectHead? head)
    {
        var mark = LabRoutes.Path;
        var context = LabTunnel.ContextOf(head?.Authority ?? "", head?.Fields ?? []);
        context.Connection.RemoteIpAddress = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (head is null || TunnelHost.LearnerOf(head.Host) is not { } learner)
        {
            var refusal = head is null
                ? new SimulatedAnswer(400) { Diagnosis = new("CONNECT with a host and a port (RFC 9110 §9.3.6)", "something else") }
                : new SimulatedAnswer(403) { Diagnosis = new($"the host of exercise {Behind.Number}, {TunnelHost.Of("NAME")} with the name of the learner", "another host, and this proxy leads to nobody else's") };
            return (ConnectAnswer.Refused(mark, new(context, state.Clients.Of(context), state, isForProxy: true), refusal), false);
        }

        context.Features.Set(head);
        var (request, answer) = await laboratory.ServeAsync(context, learner, Behind, head.Authority, connection.ConnectionClosed);
        if (answer.Status != 200)
            return (ConnectAnswer.Refused(mark, request, answer), false);
        connection.Features.Set(new LabTunnel(learner, Laboratory.Read(context, head.Authority, default)));
        return (ConnectAnswer.Opened(mark, answer.First(ProxyFields.Info)), true);
    }

    /// <inheritdoc/>
    protected override void Enter(ConnectionContext connection, bool isTls) => connection.Features.Get<LabTunnel>()!.IsTls = isTls;
}
