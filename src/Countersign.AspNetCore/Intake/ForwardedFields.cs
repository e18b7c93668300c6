using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Intake;

/// <summary>Tells the upstream who the client is: what a client said of itself is deleted first, always.</summary>
public static class ForwardedFields
{
    /// <summary>Replaces the forwarding fields of a request by what was resolved.</summary>
    /// <param name="context">The request that is going to be forwarded.</param>
    /// <param name="facts">Its facts, taken before.</param>
    public static void Replace(HttpContext context, HttpRequestFacts facts)
    {
        var fields = context.Request.Headers;
        foreach (var name in (ReadOnlySpan<string>)["Forwarded", "X-Forwarded-Port", "X-Real-IP"])
            fields.Remove(name);

        var client = facts.ClientAddress;
        var peer = context.Connection.RemoteIpAddress;
        if (peer is { IsIPv4MappedToIPv6: true })
            peer = peer.MapToIPv4();
        fields["X-Forwarded-For"] = peer is null || peer.Equals(client) ? client.ToString() : $"{client}, {peer}";
        fields["X-Forwarded-Proto"] = facts.IsTls ? "https" : "http";
        if (facts.Authority.Length > 0)
            fields["X-Forwarded-Host"] = facts.Authority;
        else
            fields.Remove("X-Forwarded-Host");
    }
}
