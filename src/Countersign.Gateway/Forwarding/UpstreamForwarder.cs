using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>Hands an admitted request to its upstream: own credentials off, identity on, then YARP's forwarder.</summary>
internal sealed class UpstreamForwarder(IHttpForwarder forwarder, ILogger<UpstreamForwarder> log)
{
    private static readonly StringValues Via = "1.1 countersign";

    public ValueTask ForwardAsync(in Passage passage, in Judgement judgement)
    {
        var context = passage.Context;
        var state = passage.State;
        var route = judgement.Route!;
        var facts = judgement.Facts!;
        var subject = judgement.Decision.Subject;
        route.Meters.Admitted(judgement.Decision.Scheme, passage.Started);

        var headers = context.Request.Headers;
        foreach (var field in state.CredentialFields)
            headers.Remove(field);
        if (!route.ForwardsAuthorization)
            headers.Remove("Authorization");
        headers.Remove("Proxy-Authorization");
        ForwardedFields.Replace(context, facts);
        headers.Via = headers.Via.Count == 0 ? Via : StringValues.Concat(headers.Via, Via);
        IdentityFields.Set(headers, state.Configuration.Identity, subject);

        var duty = judgement.Decision.Verdict.Duty;
        var exchange = new ForwardedExchange
        {
            Path = facts.Canonical.Path,
            Query = facts.Canonical.Query,
            Duty = duty,
            Cors = route.Cors,
        };
        exchange.AttachTo(context);
        if (duty is { NeedsContent: true })
            DigestingBody.Install(context, duty);

        var upstream = route.Upstream!;
        var destination = upstream.Choose();
        destination.Enter();
        var config = IsGrpc(context) ? upstream.GrpcRequestConfig : upstream.RequestConfig;
        var sending = passage.Span is null
            ? forwarder.SendAsync(context, destination.Prefix, upstream.Client, config, upstream.Transformer)
            : SendTracedAsync(context, passage.Span, upstream, destination, config);
        if (!sending.IsCompletedSuccessfully || duty is { NeedsContent: true })
            return Awaited(context, passage.Span, sending, destination, route.Name);
        destination.Leave();
        var error = sending.Result;
        return error == ForwarderError.None ? ValueTask.CompletedTask : new(FailAsync(context, passage.Span, error, route.Name));
    }

    private async ValueTask<ForwarderError> SendTracedAsync(
        HttpContext context, Activity request, Upstream upstream, Destination destination, ForwarderRequestConfig config)
    {
        var span = UpstreamSpan.Start(request, context, destination);
        var error = ForwarderError.Request;
        try
        {
            return error = await forwarder.SendAsync(context, destination.Prefix, upstream.Client, config, upstream.Transformer);
        }
        finally
        {
            span?.End(context, error);
        }
    }

    private async ValueTask Awaited(HttpContext context, Activity? span, ValueTask<ForwarderError> sending, Destination destination, string route)
    {
        var error = ForwarderError.None;
        try
        {
            error = await sending;
            if (error == ForwarderError.None && DigestingBody.Of(context) is { } signed)
                await signed.EndAsync();
        }
        finally
        {
            destination.Leave();
        }

        if (error != ForwarderError.None)
            await FailAsync(context, span, error, route);
    }

    /// <summary>The status is YARP's (502 or 504, 4xx for a client's fault); the body says so in the form of the other answers.</summary>
    private Task FailAsync(HttpContext context, Activity? span, ForwarderError error, string route)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        var reference = ReferenceIds.Next();
        var status = context.Response.StatusCode;
        var isClients = status < 500 || error is ForwarderError.RequestBodyClient or ForwarderError.UpgradeRequestClient;
        if (isClients)
        {
            log.ClientBrokeOff(route, error.ToString(), reference);
        }
        else
        {
            log.UpstreamFailed(route, error.ToString(), DetailOf(context), reference);
            span?.TellFailure(error.ToString());
        }

        if (context.Response.HasStarted || status < 400)
            return Task.CompletedTask;
        return isClients
            ? PlainProblem.WriteAsync(context, status, "Content unreadable", "The content of the request could not be read to its end.", reference)
            : PlainProblem.WriteAsync(context, status, "Upstream failed", "The service behind the gateway did not answer as it should.", reference);
    }

    /// <summary>The cause in one line, such as <c>Connection refused</c>; the chain of exceptions around it says no more.</summary>
    private static string DetailOf(HttpContext context) =>
        context.Features.Get<IForwarderErrorFeature>()?.Exception?.GetBaseException().Message.ReplaceLineEndings(" ") ?? "no detail";

    /// <summary>gRPC itself; gRPC-Web is content like any other, for HTTP/1.1 too.</summary>
    private static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType is { } type
        && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
        && !type.StartsWith("application/grpc-web", StringComparison.OrdinalIgnoreCase);
}
