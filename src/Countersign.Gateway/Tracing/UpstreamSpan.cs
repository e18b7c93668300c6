using System.Diagnostics;
using System.Globalization;
using Countersign.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Tracing;

/// <summary>The client span of a forwarded request: what the upstream alone took, of all that the caller waited for.</summary>
internal static class UpstreamSpan
{
    /// <summary>Begins the span and names it to the upstream.</summary>
    public static Activity? Start(Activity request, HttpContext context, Destination destination)
    {
        var span = request.Source.StartActivity(request.OperationName, ActivityKind.Client, request.Context);
        TraceContext.Write(context.Request.Headers, span ?? request);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag("http.request.method", request.GetTagItem("http.request.method"));
        span.SetTag("url.scheme", destination.IsTls ? "https" : "http");
        span.SetTag("server.address", destination.Host);
        span.SetTag("server.port", destination.Port);
        return span;
    }

    /// <summary>Ends the span with the upstream's answer, or with what kept it from answering.</summary>
    public static void End(this Activity span, HttpContext context, ForwarderError error)
    {
        if (error == ForwarderError.None)
        {
            // For a client's span a 4xx is an error, unlike for a server's.
            var status = context.Response.StatusCode;
            span.SetTag("http.response.status_code", status);
            if (status >= 400)
                span.TellFailure(status.ToString(CultureInfo.InvariantCulture));
        }
        else if (!context.RequestAborted.IsCancellationRequested)
        {
            // The status is the gateway's own, and the upstream's is unknown. A caller who leaves is nobody's error.
            span.TellFailure(error.ToString());
        }

        span.Dispose();
    }
}
