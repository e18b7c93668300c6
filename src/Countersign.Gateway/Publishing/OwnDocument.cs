using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Publishing;

/// <summary>A public JSON document that the gateway itself serves, for every origin's scripts to read.</summary>
/// <param name="host">The host that it belongs to, lower case and without port; null for every host.</param>
/// <param name="path">Its path.</param>
/// <param name="content">Its octets, asked for at every request.</param>
internal sealed class OwnDocument(string? host, string path, Func<ReadOnlyMemory<byte>> content)
{
    private const string Methods = "GET, HEAD, OPTIONS";

    public string Path => path;

    public bool IsAt(string hostOfRequest) => host is null || host == hostOfRequest;

    /// <summary>Writes the whole answer, whatever the method.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.AccessControlAllowOrigin = "*";
        switch (context.Request.Method)
        {
            case "GET" or "HEAD":
                var octets = content();
                headers.CacheControl = "public, max-age=300";
                headers.XContentTypeOptions = "nosniff";
                response.ContentType = "application/json";
                response.ContentLength = octets.Length;
                if (context.Request.Method == "GET")
                    await response.Body.WriteAsync(octets, context.RequestAborted);
                break;
            case "OPTIONS":
                response.StatusCode = StatusCodes.Status204NoContent;
                headers.AccessControlAllowMethods = Methods;
                headers.AccessControlAllowHeaders = "*";
                headers.AccessControlMaxAge = "86400";
                headers.Allow = Methods;
                break;
            default:
                response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                headers.Allow = Methods;
                break;
        }
    }
}
