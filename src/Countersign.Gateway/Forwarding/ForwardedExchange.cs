using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>
/// One exchange with an upstream: forwards exactly the target and host that the rules matched, less a token in the query, edits the fields that the route
/// names, and adds to the answer what it owes. One for each request, so that nothing has to be looked up on the way.
/// </summary>
internal sealed class ForwardedExchange(
    Upstream upstream, HttpRequestFacts facts, string query, ResponseDuty? duty, CorsRules? cors, bool isUnknownToCaches, ImmutableArray<string> ownCookies) : HttpTransformer
{
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private UpstreamConfiguration Configuration => upstream.Configuration;

    public override async ValueTask TransformRequestAsync(
        HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Before the copy: HttpRequestMessage keeps fields of the content apart and throws over the wrong place.
        var headers = context.Request.Headers;
        if (Configuration.PreserveHost && facts.Authority.Length > 0)
            headers.Host = facts.Authority; // behind a trusted proxy the field itself may name another
        foreach (var name in Configuration.RemoveRequestHeaders)
            headers.Remove(name);
        foreach (var (name, value) in Configuration.SetRequestHeaders)
            headers[name] = value;
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        request.RequestUri = new Uri(string.Concat(destinationPrefix, PathAndQuery()), AsItStands);
        if (upstream.IsAskedByItsOwnName)
            request.Headers.Host = null;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
    {
        // A client of HTTP/2 would take it for its WebSocket's acceptance (RFC 8441 §5).
        if (context.Request.Method == "CONNECT" && response is { IsSuccessStatusCode: true, Version.Major: 1 })
            throw new HttpRequestException($"It answered {(int)response.StatusCode} and opened no WebSocket.");
        if (!await base.TransformResponseAsync(context, response, cancellationToken))
            return false;
        var headers = context.Response.Headers;
        if (response is not null)
            DropListed(headers, response);
        OwnCookies.Refuse(headers, ownCookies);
        foreach (var name in Configuration.RemoveResponseHeaders)
            headers.Remove(name);
        foreach (var (name, value) in Configuration.SetResponseHeaders)
            headers[name] = FieldOctets.Of(value);
        Finish(context);
        return true;
    }

    /// <summary>What the upstream meant for this connection alone (RFC 9110 §7.6.1); the forwarder knows the fields by name, not those that Connection lists.</summary>
    private static void DropListed(IHeaderDictionary headers, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Connection", out var lines))
            return;
        foreach (var line in lines)
        {
            foreach (var option in ConnectionOptions.Of(line))
            {
                if (!ConnectionOptions.IsOfConnection(option) && !ConnectionOptions.IsFraming(option))
                    headers.Remove(option);
            }
        }
    }

    /// <summary>The target for the upstream. A prefix is taken off at a segment's end alone.</summary>
    private string PathAndQuery()
    {
        var path = facts.Canonical.Path;
        if (Configuration.StripPrefix is not { } prefix || !path.StartsWith(prefix, StringComparison.Ordinal))
            return query.Length == 0 ? path : path + query;
        var rest = path.AsSpan(prefix.TrimEnd('/').Length);
        if (rest.Length > 0 && rest[0] != '/')
            return path + query;
        return string.Concat(rest.Length == 0 ? "/" : rest, query);
    }

    /// <summary>Sets the fields that the answer owes: the scheme's, and CORS of the route instead of the upstream's (CONTRACT 7).</summary>
    private void Finish(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (duty is { NeedsContent: false })
            headers[duty.FieldName] = duty.Value();
        else if (duty is not null)
            DigestingBody.Of(context)?.Begin();

        // What the upstream says of caching itself holds.
        if (isUnknownToCaches && headers.CacheControl.Count == 0)
            headers.CacheControl = "private";
        if (cors is not null)
            CorsRules.Replace(headers, cors.For(context.Request));
    }
}
