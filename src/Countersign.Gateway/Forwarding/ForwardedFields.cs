using System.Net;
using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Gateway.Forwarding;

/// <summary>The fields that tell the upstream where a request came from, written anew: a client's own are dropped unless a trusted proxy sent them.</summary>
internal static class ForwardedFields
{
    private static readonly StringValues Via = "1.1 countersign";
    private static readonly StringValues Http = "http";
    private static readonly StringValues Https = "https";

    public static void Set(HttpContext context, HttpRequestFacts facts, TrustedProxies proxies)
    {
        var headers = context.Request.Headers;
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var chained = proxies.Trusts(peer) && headers.TryGetValue("X-Forwarded-For", out var earlier) ? earlier.ToString() + ", " : "";

        // RFC 7239's field would have to be extended alike; one truth is enough.
        headers.Remove("Forwarded");
        headers.Remove("X-Forwarded-Prefix");
        headers.Remove("X-Real-IP");
        headers["X-Forwarded-For"] = chained.Length == 0 ? PeerNames.Of(peer) : chained + PeerNames.Of(peer);
        headers["X-Forwarded-Proto"] = facts.IsTls ? Https : Http;
        headers["X-Forwarded-Host"] = facts.Authority;
        headers.Via = headers.Via.Count == 0 ? Via : StringValues.Concat(headers.Via, Via);
    }
}
