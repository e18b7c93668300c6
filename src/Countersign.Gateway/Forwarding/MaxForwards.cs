using System.Globalization;
using Countersign.AspNetCore.Admission;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Forwarding;

/// <summary>How many gateways an OPTIONS request may still pass (RFC 9110 §7.6.2). TRACE passes none, and other methods need not count.</summary>
internal static class MaxForwards
{
    private const string Name = "Max-Forwards";

    /// <summary>Whether the request may not be forwarded; counts this gateway otherwise. What is no number limits nothing and stays as it came.</summary>
    public static bool EndsHere(HttpRequest request)
    {
        if (!HttpMethods.IsOptions(request.Method) || request.Headers[Name] is not [{ Length: > 0 } text] || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        var left = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        if (left == 0)
            return true;
        request.Headers[Name] = (left - 1).ToString(CultureInfo.InvariantCulture);
        return false;
    }

    /// <summary>Answers as the last recipient.</summary>
    public static void Answer(HttpContext context, CorsRules? cors)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = AnswerWriter.AllowedMethods;
        response.Headers.CacheControl = "no-store";
        if (cors is not null)
            CorsRules.Replace(response.Headers, cors.For(context.Request));
    }
}
