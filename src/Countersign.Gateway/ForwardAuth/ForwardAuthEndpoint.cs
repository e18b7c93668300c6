using System.Collections.Immutable;
using System.Net;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Answers proxies that ask about requests which came to them: <c>/.countersign/forward-auth/DIALECT</c>. Only those that are configured may ask; to
/// everybody else all addresses here are alike.
/// </summary>
internal sealed class ForwardAuthEndpoint(TrustedProxies askers, TrustedProxies proxies, ImmutableArray<Dialect> dialects, DescribedJudge judge, ForwardAuthLog log, Func<GatewayState> state) : IOwnEndpoint
{
    /// <summary>What every address here begins with.</summary>
    public const string Root = OwnSpace.Root + "/forward-auth/";

    private UpstreamFields? _fields;

    /// <param name="configuration">Who may ask, and how.</param>
    /// <param name="proxies">Whose word on the client is taken.</param>
    /// <param name="services">The stores.</param>
    /// <param name="judge">Judges what they ask about.</param>
    /// <param name="state">What it is judged by: the state that this endpoint belongs to.</param>
    public static ForwardAuthEndpoint Of(ForwardAuthConfiguration configuration, TrustedProxies proxies, GatewayServices services, DescribedJudge judge, Func<GatewayState> state)
    {
        Dialect[] all = [new NginxDialect(services.Answers), new CopyingDialect("caddy", knowsByField: true), new CopyingDialect("haproxy", knowsByField: true), new CopyingDialect("traefik", knowsByField: false), new EnvoyDialect()];
        return new(
            new TrustedProxies(configuration.Proxies),
            proxies,
            [.. all.Where(dialect => configuration.Dialects.Contains(dialect.Name))],
            judge,
            new ForwardAuthLog(services.Log, services.Clock),
            state);
    }

    public bool Takes(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var question = passage.Context;
        var peer = PeerOf(question);
        if (!askers.Contains(peer))
        {
            log.TellStranger(peer);
            judge.Refuse(passage, Refusal.NetworkNotAllowed, $"{peer} is not in forward-auth.proxies", facts);
            return;
        }

        // A proxy keeps its clients away from here by the address as it is written; in another spelling it is theirs.
        var raw = question.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var asked = raw.StartsWith(Root, StringComparison.Ordinal) ? raw[Root.Length..] : "";
        if (Find(asked.Split('?')[0], out var rest) is not { } dialect)
        {
            judge.Refuse(passage, Refusal.RouteNotFound, "no such dialect is configured", facts);
            return;
        }

        if (dialect is NginxDialect nginx && nginx.TryFetch(question.Request, rest, out var given))
        {
            await NginxDialect.ReplayAsync(question, given);
            return;
        }

        var isRead = dialect.TryRead(question.Request, rest, peer, proxies, out var request, out var fault);
        var described = DescribedContext.Of(request, question.Request.Headers, peer, question.RequestAborted);
        try
        {
            var judgement = isRead
                ? await judge.JudgeAsync(described, state(), passage.Started, passage.Span)
                : judge.Refuse(passage with { Context = described.Http }, Refusal.RequestAmbiguous, fault);
            if (!DescribedJudge.Admits(judgement))
                await dialect.AnswerAsync(question, rest, described);
            else if (dialect is NginxDialect && NginxDialect.IsFetch(rest))
                await PlainProblem.WriteAsync(question, StatusCodes.Status403Forbidden, "Forbidden", "The server in front of the gateway refused the request.");
            else
                dialect.Admit(question, _fields ??= UpstreamFields.Of(state().Configuration), state(), judgement, described.Http.Request.Headers);
        }
        finally
        {
            await described.CompleteAsync();
        }
    }

    private Dialect? Find(string path, out string rest)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? path : path[..slash];
        rest = slash < 0 ? "" : path[slash..];
        foreach (var dialect in dialects)
        {
            if (dialect.Name == name)
                return dialect.Takes(rest) ? dialect : null;
        }

        return null;
    }

    private static IPAddress PeerOf(HttpContext question)
    {
        var peer = question.Connection.RemoteIpAddress ?? IPAddress.None;
        return peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
    }
}
