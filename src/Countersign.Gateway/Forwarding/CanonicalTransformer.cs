using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>Forwards exactly the target that the rules matched, and edits the fields that the route names.</summary>
internal sealed class CanonicalTransformer(UpstreamConfiguration upstream) : HttpTransformer
{
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // The upstream is asked by its own name.
    private readonly bool _ownHost =
        !upstream.PreserveHost && !upstream.SetRequestHeaders.Any(field => field.Key.Equals("Host", StringComparison.OrdinalIgnoreCase));

    public override async ValueTask TransformRequestAsync(
        HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Before the copy: HttpRequestMessage keeps fields of the content apart and throws over the wrong place.
        var headers = context.Request.Headers;
        foreach (var name in upstream.RemoveRequestHeaders)
            headers.Remove(name);
        foreach (var (name, value) in upstream.SetRequestHeaders)
            headers[name] = value;
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        var exchange = ForwardedExchange.Of(context);
        request.RequestUri = new Uri(string.Concat(destinationPrefix, exchange.PathAndQuery(upstream.StripPrefix)), AsItStands);
        if (_ownHost)
            request.Headers.Host = null;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
    {
        if (!await base.TransformResponseAsync(context, response, cancellationToken))
            return false;
        var exchange = ForwardedExchange.Of(context);
        var headers = context.Response.Headers;
        foreach (var name in upstream.RemoveResponseHeaders)
            headers.Remove(name);
        foreach (var (name, value) in upstream.SetResponseHeaders)
            headers[name] = FieldOctets.Of(value);
        exchange.Finish(context);
        return true;
    }
}
