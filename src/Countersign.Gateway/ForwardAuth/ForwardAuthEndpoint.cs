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

    public Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var question = passage.Context;
        var peer = PeerOf(question);
        if (!askers.Contains(peer))
        {
            log.TellStranger(peer);
            judge.Refuse(passage, Refusal.NetworkNotAllowed, $"{peer} is not in forward-auth.proxies", facts);
            return Task.CompletedTask;
        }

        // A proxy keeps its clients away from here by the address as it is written; in another spelling it is theirs.
        var raw = question.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var asked = raw.AsSpan(raw.StartsWith(Root, StringComparison.Ordinal) ? Root.Length : raw.Length);
        var query = asked.IndexOf('?');
        if (Find(query < 0 ? asked : asked[..query], out var rest) is not { } dialect)
        {
            judge.Refuse(passage, Refusal.RouteNotFound, "no such dialect is configured", facts);
            return Task.CompletedTask;
        }

        if (dialect is NginxDialect nginx && nginx.TryFetch(question.Request, rest, out var given))
            return NginxDialect.ReplayAsync(question, given);

        var fields = question.Request.Headers;
        var told = QuestionFields.In(fields);
        var isRead = dialect.TryRead(question.Request, told, rest, peer, proxies, out var request, out var fault);
        var described = DescribedContext.Of(request, fields, told, peer, question.RequestAborted);
        var judging = isRead ? judge.JudgeAsync(described, state(), passage.Started, passage.Span) : judge.UnreadAsync(passage with { Context = described.Http }, fault);

        if (!judging.IsCompletedSuccessfully || described.IsAwaited)
            return AnswerAsync(passage, dialect, rest, described, judging);
        var judgement = judging.Result;
        if (!DescribedJudge.Admits(judgement) || IsOnlyFetched(dialect, rest))
            return AnswerAsync(passage, dialect, rest, described, ValueTask.FromResult(judgement));

        // Most questions end here, with nothing that was waited for.
        Admit(dialect, passage, described, judgement);
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(Passage passage, Dialect dialect, string rest, DescribedContext described, ValueTask<Judgement> judging)
    {
        try
        {
            var judgement = await judging;
            if (!DescribedJudge.Admits(judgement))
                await dialect.AnswerAsync(passage.Context, rest, described);
            else if (IsOnlyFetched(dialect, rest))
                await PlainProblem.WriteAsync(passage.Context, StatusCodes.Status403Forbidden, "Forbidden", "The server in front of the gateway refused the request.");
            else
                Admit(dialect, passage, described, judgement);
        }
        finally
        {
            await described.CompleteAsync();
        }
    }

    private void Admit(Dialect dialect, in Passage passage, DescribedContext described, in Judgement judgement) =>
        dialect.Admit(passage.Context, _fields ??= UpstreamFields.Of(state().Configuration), state(), judgement, described.Http.Request.Headers);

    /// <summary>Whether nothing is to be let in at this address.</summary>
    private static bool IsOnlyFetched(Dialect dialect, string rest) => dialect is NginxDialect && NginxDialect.IsFetch(rest);

    private Dialect? Find(ReadOnlySpan<char> path, out string rest)
    {
        var slash = path.IndexOf('/');
        var name = slash < 0 ? path : path[..slash];
        rest = NginxDialect.Known(slash < 0 ? "" : path[slash..]);
        foreach (var dialect in dialects)
        {
            if (name.SequenceEqual(dialect.Name))
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
