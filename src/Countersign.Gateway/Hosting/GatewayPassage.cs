using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>A request on its way through the gateway.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="State">The configuration that is in force for it from beginning to end.</param>
/// <param name="Started">When it came, by <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="Span">Its span; null when nobody listens.</param>
internal readonly record struct GatewayPassage(HttpContext Context, GatewayState State, long Started, Activity? Span)
{
    /// <summary>The same, for who has nothing to do with routes.</summary>
    public Passage Bare => new(Context, Started, Span);
}
