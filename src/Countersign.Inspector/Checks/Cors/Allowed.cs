using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks.Cors;

/// <summary>What an answer allows scripts of other origins (Fetch, CORS protocol).</summary>
internal static class Allowed
{
    public const string Origin = "Access-Control-Allow-Origin";
    public const string Credentials = "Access-Control-Allow-Credentials";
    public const string Headers = "Access-Control-Allow-Headers";
    public const string Expose = "Access-Control-Expose-Headers";

    /// <summary>Whether scripts of an origin may read the answer: one value, and this one or <c>*</c>.</summary>
    public static bool Has(RecordedResponse response, string origin) =>
        response.Fields.All(Origin) is [var value] && (value == "*" || value.Equals(origin, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the script that sent this request can read its answer. One with cookies is one with credentials, for which <c>*</c> is not enough.</summary>
    public static bool Reads(Exchange exchange, string origin) =>
        Has(exchange.Response!, origin) && (!exchange.Request!.Fields.Has("Cookie") || (exchange.Response!.Fields.First(Origin) != "*" && WithCredentials(exchange.Response!)));

    /// <summary>Whether they may with credentials of the browser.</summary>
    public static bool WithCredentials(RecordedResponse response) => response.Fields.First(Credentials) == "true";

    /// <summary>Whether a field that the browser hides otherwise is shown to scripts.</summary>
    public static bool Exposes(RecordedResponse response, string field) =>
        response.Fields.List(Expose) is var names && (names.Contains(field, StringComparer.OrdinalIgnoreCase) || (names.Contains("*") && !WithCredentials(response)));
}
