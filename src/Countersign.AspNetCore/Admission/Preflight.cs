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
        if (!IsAttempted(request) || request.Headers.Origin.Count > 1 || request.Headers.AccessControlRequestMethod is not [{ } method] || !WireChars.IsToken(method))
            return false;
        requestedMethod = method;
        return true;
    }

    /// <summary>Whether a request has the fields of a preflight, be they good or not. One that is no preflight all the same has two readings.</summary>
    public static bool IsAttempted(HttpRequest request) =>
        request.Method == "OPTIONS" && request.Headers is { Origin.Count: > 0, AccessControlRequestMethod.Count: > 0 };

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
