using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Tracing;

/// <summary>The fields that join spans of different programs (W3C Trace Context).</summary>
internal static class TraceContext
{
    private static readonly DistributedContextPropagator Propagator = DistributedContextPropagator.CreateW3CPropagator();

    /// <summary>The caller's span; nothing when the field is missing, doubled or broken, and a new trace begins.</summary>
    public static ActivityContext Read(IHeaderDictionary headers)
    {
        Propagator.ExtractTraceIdAndState(headers, Field, out var parent, out var state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out var caller) ? caller : default;
    }

    /// <summary>Names a span as the parent of what the next program does, in place of what the caller named.</summary>
    public static void Write(IHeaderDictionary headers, Activity span)
    {
        headers.TraceParent = span.Id;
        headers.TraceState = span.TraceStateString;
    }

    private static void Field(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        var lines = ((IHeaderDictionary)carrier!)[name];

        // Only the state may come in several lines (W3C Trace Context §3.3.1.1).
        value = lines.Count == 1 || name == "tracestate" ? lines.ToString() : null;
        values = null;
    }
}
