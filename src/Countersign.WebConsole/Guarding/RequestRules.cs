using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Guarding;

/// <summary>
/// Which requests are not served. Who changes something must come from a page of the console: that is seen by what browsers say of every such request and
/// pages can't change (Fetch Metadata, Origin), so that no token has to be kept and none can be lost.
/// </summary>
internal static class RequestRules
{
    /// <summary>The status and a sentence; null for a request that is served.</summary>
    public static (int Status, string Sentence)? FaultOf(HttpRequest request, HostNames? hosts)
    {
        if (hosts?.Has(request.Host) == false)
            return (StatusCodes.Status421MisdirectedRequest, $"This console is not served under the name {Shown(request.Host.Host)}. Use its address, or start it with --host and the name.");
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        if (!HttpMethods.IsPost(request.Method))
            return (StatusCodes.Status405MethodNotAllowed, "Pages take GET, HEAD and POST.");
        return IsFromHere(request) ? null : (StatusCodes.Status403Forbidden, "This form was not sent by a page of the console.");
    }

    private static bool IsFromHere(HttpRequest request)
    {
        // Sent to addresses that can be trusted, this machine's among them; else there is the origin alone.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is ["same-origin"];
        return request.Headers.Origin is [{ } origin] && origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static string Shown(string name) => name.Length is > 0 and <= 100 && name.All(each => char.IsAsciiLetterOrDigit(each) || each is '.' or '-' or '_') ? name : "of the request";
}
