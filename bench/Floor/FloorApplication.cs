using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Floor;

/// <summary>Forwards what is below /open/ and answers all else with one constant 401: no rule, no check, no journal.</summary>
internal sealed class FloorApplication(IHttpForwarder forwarder, HttpMessageInvoker client, string upstream) : IHttpApplication<DefaultHttpContext>
{
    // As many fields and octets as the gateway's answer has.
    private static readonly byte[] Content = new byte[330];
    private static readonly StringValues Challenges = new(
    [
        "Basic realm=\"bench\", charset=\"UTF-8\"",
        $"Digest realm=\"bench\", nonce=\"{new string('n', 48)}\", algorithm=SHA-256, qop=\"auth\", charset=UTF-8",
        $"Digest realm=\"bench\", nonce=\"{new string('n', 48)}\", algorithm=MD5, qop=\"auth\", charset=UTF-8",
        "ApiKey realm=\"bench\", header=\"X-API-Key\"",
    ]);

    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container)
            return new(contextFeatures);
        if (container.HostContext is not { } kept)
            return container.HostContext = new(contextFeatures);
        kept.Initialize(contextFeatures);
        return kept;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) =>
        context.Request.Path.StartsWithSegments("/open", StringComparison.Ordinal)
            ? forwarder.SendAsync(context, upstream, client, ForwarderRequestConfig.Empty, HttpTransformer.Default).AsTask()
            : Refuse(context.Response);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();

    private static Task Refuse(HttpResponse response)
    {
        var headers = response.Headers;
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentType = "application/problem+json";
        response.ContentLength = Content.Length;
        headers.WWWAuthenticate = Challenges;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept, Sec-Fetch-Mode, X-Requested-With";
        headers["Countersign-Reference"] = "0123456789abcdef";
        headers["X-Robots-Tag"] = "noindex";
        Content.CopyTo(response.BodyWriter.GetSpan(Content.Length));
        response.BodyWriter.Advance(Content.Length);
        return Task.CompletedTask;
    }
}
