using System.Diagnostics;
using System.Globalization;
using System.Net;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Tracing;

/// <summary>
/// The server span of a request, by OpenTelemetry's names for HTTP and the gateway's own. It has no query, no credentials and
/// no user's name.
/// </summary>
internal static class RequestSpan
{
    /// <summary>Begins the span, in the caller's trace if there is one; null when no listener wants it.</summary>
    public static Activity? Start(ActivitySource source, HttpContext context)
    {
        var request = context.Request;
        var method = MethodOf(request.Method);
        var span = source.StartActivity(method ?? "HTTP", ActivityKind.Server, TraceContext.Read(request.Headers));
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag("http.request.method", method ?? "_OTHER");
        if (method is null)
            span.SetTag("http.request.method_original", PeerText.Method(request.Method));
        span.SetTag("network.protocol.version", request.Protocol.StartsWith("HTTP/", StringComparison.Ordinal) ? request.Protocol[5..] : request.Protocol);
        return span;
    }

    /// <summary>Tells what was seen of the request and what was decided.</summary>
    public static void TellJudgement(this Activity span, HttpContext context, in Judgement judgement)
    {
        if (!span.IsAllDataRequested)
            return;
        var facts = judgement.Facts;
        var authority = new HostString(facts?.Authority ?? PeerText.Authority(context.Request.Headers.Host.ToString()));
        span.SetTag("url.scheme", facts is { IsTls: true } ? "https" : "http");
        span.SetTag("url.path", PeerText.Path(JournalEntries.PathOf(facts)));
        span.SetTag("server.address", facts?.Host ?? authority.Host);
        if (authority.Port is { } port)
            span.SetTag("server.port", port);
        span.SetTag("client.address", PeerNames.Of(facts?.ClientAddress ?? context.Connection.RemoteIpAddress ?? IPAddress.None));
        span.SetTag("countersign.outcome", judgement switch { { Document: not null } => "document", { Own: not null } => "own", { Preflight: not null } => "preflight", _ => "admitted" });
        span.SetTag("countersign.scheme", judgement.Decision.Scheme?.Id);
        if (judgement.Route is not { } route)
            return;
        span.DisplayName = string.Concat(span.OperationName, " ", route.Name);
        span.SetTag("http.route", route.Name);
    }

    /// <summary>Tells that the request failed, which a refusal below 500 does not (CONTRACT 8).</summary>
    public static void TellFailure(this Activity span, string type) => span.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);

    /// <summary>Ends the span with the answer.</summary>
    public static void End(this Activity span, HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || !context.RequestAborted.IsCancellationRequested)
        {
            span.SetTag("http.response.status_code", response.StatusCode);
            if (response.StatusCode >= 500 && span.Status != ActivityStatusCode.Error)
                span.TellFailure(span.GetTagItem("error.type") as string ?? response.StatusCode.ToString(CultureInfo.InvariantCulture));
        }

        span.Dispose();
    }

    /// <summary>The methods that OpenTelemetry knows; others could be too many names for a span.</summary>
    private static string? MethodOf(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" or "QUERY" => method,
        _ => null,
    };
}
