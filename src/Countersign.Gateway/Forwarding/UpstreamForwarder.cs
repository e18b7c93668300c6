using System.Diagnostics;
using Countersign.AspNetCore;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.Decisions;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Routing;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>Hands an admitted request to its upstream: own credentials off, identity on, then YARP's forwarder.</summary>
internal sealed class UpstreamForwarder(IHttpForwarder forwarder, SessionStore sessions, InnerFailures failures, ILogger<UpstreamForwarder> log)
{
    private static readonly StringValues Via10 = "1.0 countersign";
    private static readonly StringValues Via11 = "1.1 countersign";
    private static readonly StringValues Via2 = "2 countersign";

    public Task ForwardAsync(in GatewayPassage passage, in Judgement judgement)
    {
        var context = passage.Context;
        var state = passage.State;
        var route = judgement.Route!;
        var facts = judgement.Facts!;
        route.Meters.Admitted(judgement.Decision.Scheme, judgement.Decision.Subject, facts, passage.Started);
        if (MaxForwards.EndsHere(context.Request))
        {
            UnreadContent.Abandon(context);
            MaxForwards.Answer(context, route.Cors);
            return Task.CompletedTask;
        }

        var headers = context.Request.Headers;

        var isUnknownToCaches = SharedCaches.KnowNothingOf(judgement.Decision, headers);
        var query = route.ForwardsAuthorization ? facts.Canonical.Query : TokenParameters.Consume(context, route, facts);
        foreach (var field in state.CredentialFields)
            headers.Remove(field);
        OwnCookies.Consume(headers, state.CredentialCookies);
        if (!route.ForwardsAuthorization)
            ConsumeAuthorization(headers, route);
        if (judgement.Authorization is { } authorization)
            headers.Authorization = authorization;
        headers.Remove("Proxy-Authorization");
        ForwardedFields.Replace(context, facts);
        headers.Via = StringValues.Concat(headers.Via, ViaOf(context.Request.Protocol));
        IdentityFields.Set(headers, state.Configuration.Identity, judgement.Decision.Subject);
        state.Assertions?.Set(headers, route.Upstream!, judgement.Decision);

        var duty = judgement.Decision.Verdict.Duty;
        var isSigned = duty is { NeedsContent: true };
        if (isSigned)
            DigestingBody.Install(context, duty!);

        var upstream = route.Upstream!;
        var exchange = new ForwardedExchange(upstream, facts, query, duty, route.Cors, isUnknownToCaches, state.CredentialCookies);
        var destination = upstream.Choose();

        // An exchange in a session lasts no longer than that: a WebSocket or a stream of events would go on for days.
        var lease = judgement.Decision.Subject?.Session is { } session ? sessions.Enter(session) : default;
        return ForwardAsync(context, passage.Span, route, exchange, destination, isSigned, lease);
    }

    private static void ConsumeAuthorization(IHeaderDictionary headers, CompiledRoute route)
    {
        headers.Remove("Authorization");
        foreach (var field in route.FieldsBesideAuthorization)
            headers.Remove(field);
    }

    private async Task ForwardAsync(
        HttpContext context, Activity? span, CompiledRoute route, ForwardedExchange exchange, Destination destination, bool isSigned, SessionLease lease)
    {
        var over = lease.Over;
        destination.Enter();
        try
        {
            var sending = span is null
                ? SendAsync(context, route.Upstream!, exchange, destination, over)
                : SendTracedAsync(context, span, route.Upstream!, exchange, destination, over);
            var error = await sending;

            // Who waits to be asked for the content may have been answered without.
            if (error != ForwarderError.None || context.Request.Headers.Expect.Count > 0)
                UnreadContent.Abandon(context);
            if (error != ForwarderError.None && !over.IsCancellationRequested)
                await FailAsync(context, span, error, route);
            else if (isSigned && !over.IsCancellationRequested && DigestingBody.Of(context) is { } signed)
                await signed.EndAsync();
        }
        catch (OperationCanceledException)
        {
            UnreadContent.Abandon(context);
            throw;
        }
        catch (Exception failure)
        {
            await failures.AnswerAsync(context, span, failure, route.Cors);
        }
        finally
        {
            destination.Leave();
            lease.Dispose();
        }

        if (!over.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
            return;

        // Whatever the upstream had sent by then was cut short, and must not look whole.
        log.ExchangeCutOff(route.Name, lease.Handle);
        context.Abort();
    }

    private ValueTask<ForwarderError> SendAsync(HttpContext context, Upstream upstream, ForwardedExchange exchange, Destination destination, CancellationToken over) =>
        forwarder.SendAsync(
            context, destination.Prefix, upstream.Client, GrpcStatus.IsCall(context.Request) ? upstream.GrpcRequestConfig : upstream.RequestConfig, exchange, over);

    private async ValueTask<ForwarderError> SendTracedAsync(
        HttpContext context, Activity request, Upstream upstream, ForwardedExchange exchange, Destination destination, CancellationToken over)
    {
        var span = UpstreamSpan.Start(request, context, destination);
        var error = ForwarderError.Request;
        try
        {
            return error = await SendAsync(context, upstream, exchange, destination, over);
        }
        finally
        {
            span?.End(context, error);
        }
    }

    /// <summary>The status is YARP's (502 or 504, 4xx for a client's fault); the content says so in the form of the other answers.</summary>
    private Task FailAsync(HttpContext context, Activity? span, ForwarderError error, CompiledRoute route)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        var reference = ReferenceIds.Next();
        var status = context.Response.StatusCode;
        var isClients = status < 500 || error is ForwarderError.RequestBodyClient or ForwarderError.UpgradeRequestClient;
        if (isClients)
        {
            log.ClientBrokeOff(route.Name, error.ToString(), reference);
        }
        else
        {
            log.UpstreamFailed(route.Name, error.ToString(), DetailOf(context), reference);
            span?.TellFailure(error.ToString());
        }

        if (context.Response.HasStarted || status < 400)
            return Task.CompletedTask;
        return isClients
            ? PlainProblem.WriteAsync(context, status, "Content unreadable", "The content of the request could not be read to its end.", reference, route.Cors)
            : PlainProblem.WriteAsync(context, status, "Upstream failed", "The service behind the gateway did not answer as it should.", reference, route.Cors);
    }

    /// <summary>RFC 9110 §7.6.3: the version in which the request came, not that in which it goes on.</summary>
    private static StringValues ViaOf(string protocol) =>
        HttpProtocol.IsHttp11(protocol) ? Via11 : HttpProtocol.IsHttp2(protocol) ? Via2 : Via10;

    /// <summary>The cause in one line, such as <c>Connection refused</c>; the chain of exceptions around it says no more.</summary>
    private static string DetailOf(HttpContext context) =>
        context.Features.Get<IForwarderErrorFeature>()?.Exception?.GetBaseException().Message.ReplaceLineEndings(" ") ?? "no detail";
}
