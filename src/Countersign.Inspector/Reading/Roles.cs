using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Reading;

/// <summary>Tells from a request what it is for.</summary>
internal static class Roles
{
    public static ExchangeRole Of(RecordedRequest? request) => request switch
    {
        null => ExchangeRole.Request,
        { Method: "CONNECT" } => ExchangeRole.Connect,
        { Method: "OPTIONS" } when request.Fields.Has("Origin") && request.Fields.Has("Access-Control-Request-Method") => ExchangeRole.Preflight,
        { Method: "POST" } when request.Content.Text.Contains("grant_type=", StringComparison.Ordinal) => ExchangeRole.Authorization,
        _ => ExchangeRole.Request,
    };
}
