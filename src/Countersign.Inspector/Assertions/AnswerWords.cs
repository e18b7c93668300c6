using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Assertions;

/// <summary>What came, in the words of a failed assertion.</summary>
internal static class AnswerWords
{
    /// <summary>Fails: what was asked, what was expected, and what came.</summary>
    public static ResponseAssertionException Failed(Exchange exchange, string expected) =>
        new($"{Asked(exchange)}: expected {expected}, and got {Got(exchange)}.");

    /// <summary>The request: <c>GET https://api.example/orders</c>.</summary>
    public static string Asked(Exchange exchange) => exchange.Request is { } request ? $"{request.Method} {request.Url?.ToString() ?? request.Target}" : "the request";

    private static string Got(Exchange exchange)
    {
        var field = exchange.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        var challenge = exchange.Response!.Fields.Joined(field);
        return challenge is null ? $"{exchange.Status} without {field}" : $"{exchange.Status} with {field}: {challenge}";
    }
}
