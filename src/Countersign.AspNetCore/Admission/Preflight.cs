using Countersign.Wire;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>The question that a browser asks before a script's request (Fetch, CORS-preflight fetch). Answered here, never forwarded, never challenged.</summary>
public static class Preflight
{
    /// <summary>Whether a request is a preflight, and for which method: the one by which its route is found.</summary>
    public static bool TryRead(HttpRequest request, out string requestedMethod)
    {
        requestedMethod = "";
        if (request.Method != "OPTIONS")
            return false;
        var headers = request.Headers;
        var method = headers.AccessControlRequestMethod;
        if (headers.Origin.Count != 1 || method.Count != 1 || !WireChars.IsToken(method[0]))
            return false;
        requestedMethod = method[0]!;
        return true;
    }

    /// <summary>Answers an allowed preflight. An origin that is not allowed gets <see cref="Decisions.Refusal.OriginNotAllowed"/> instead.</summary>
    public static void Write(HttpContext context, CorsRules rules, CorsAnswer answer, string requestedMethod)
    {
        var response = context.Response;
        var headers = response.Headers;
        response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowOrigin = answer.AllowOrigin;
        headers.AccessControlAllowMethods = requestedMethod;

        // Fetch: '*' would not cover Authorization, so what was asked for is named; it was matched by the route, not by us.
        var asked = context.Request.Headers.AccessControlRequestHeaders;
        if (asked.Count == 1 && IsTokenList(asked[0]))
            headers.AccessControlAllowHeaders = asked;
        if (answer.Credentials)
            headers.AccessControlAllowCredentials = "true";
        headers.AccessControlMaxAge = rules.MaxAge;
        headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        headers.CacheControl = "no-store";
    }

    private static bool IsTokenList(string? text) => text is { Length: > 0 } && text.Split(',').All(name => WireChars.IsToken(name.AsSpan().Trim(" \t")));
}
