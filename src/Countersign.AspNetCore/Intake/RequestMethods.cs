using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Intake;

/// <summary>The method by which a request is judged: always the one with which it is sent on.</summary>
internal static class RequestMethods
{
    /// <summary>The method of the request that goes to the upstream. The handshake of a WebSocket over HTTP/2 is that of a GET (RFC 8441 §5).</summary>
    public static string Of(HttpContext context) => IsWebSocketConnect(context) ? "GET" : context.Request.Method;

    /// <summary>Whether a method may go to an upstream: those that echo a request or open a tunnel to elsewhere may not.</summary>
    public static bool IsForwarded(HttpContext context) => context.Request.Method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" => true,
        "CONNECT" => IsWebSocketConnect(context),
        var method => !method.Equals("TRACE", StringComparison.OrdinalIgnoreCase)
            && !method.Equals("TRACK", StringComparison.OrdinalIgnoreCase)
            && !method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>
    /// Whether a method is a standard one in other letter case. Methods are case-sensitive (RFC 9110 §9.1), HTTP libraries are not: rules would see
    /// <c>delete</c> and the upstream <c>DELETE</c>.
    /// </summary>
    public static bool IsMisspelt(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "QUERY" => false,
        _ => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method)
            || HttpMethods.IsDelete(method) || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method)
            || method.Equals("QUERY", StringComparison.OrdinalIgnoreCase),
    };

    private static bool IsWebSocketConnect(HttpContext context) =>
        context.Request.Method == "CONNECT"
        && context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };
}
