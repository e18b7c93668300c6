using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.Explaining;

/// <summary>A request as the server would give it to the judge, though nobody sent it.</summary>
internal static class ImaginedRequest
{
    /// <summary>The request, from this machine and over HTTP/1.1.</summary>
    public static DefaultHttpContext Of(DryRunRequest request)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in request.Headers)
            context.Request.Headers.Append(name, value);
        var feature = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        feature.Method = request.Method;
        feature.Scheme = request.Scheme;
        feature.Protocol = "HTTP/1.1";
        feature.RawTarget = request.Target;
        feature.Path = query < 0 ? request.Target : request.Target[..query];
        feature.QueryString = query < 0 ? "" : request.Target[query..];
        if (context.Request.Headers.Host.Count == 0)
            context.Request.Headers.Host = request.Authority;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        return context;
    }
}
