using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class AuthorizationNotAllowed : ExchangeCheck
{
    private const string Asked = "Access-Control-Request-Headers";

    public override CheckRow Row { get; } = new(
        "cors/authorization-not-allowed",
        Severity.Error,
        "Scripts may not send Authorization",
        "The browser asked whether a script may send Authorization, and did not hear yes: it never sends the request. The name must stand there, * does not cover it.",
        new("Fetch, CORS non-wildcard request-header name"),
        Fault.Origin,
        "Name it: Access-Control-Allow-Headers: Authorization.")
    {
        Remedy = Remedy.Cors,
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Role: ExchangeRole.Preflight, Status: >= 200 and < 300, Request: { } request, Response: { } response } || !request.Fields.List(Asked).Contains("authorization", StringComparer.OrdinalIgnoreCase))
            yield break;

        // Without the origin nothing is allowed at all, which may be meant so.
        if (!Allowed.Has(response, request.Fields.First("Origin") ?? "") || response.Fields.List(Allowed.Headers) is var names && names.Contains("authorization", StringComparer.OrdinalIgnoreCase))
            yield break;
        var isStar = names.Contains("*");
        yield return Found(isStar ? "The preflight asks for Authorization, and the answer allows *, which does not cover it." : "The preflight asks for Authorization, and the answer does not name it.", Seen.Request(exchange, Asked).At("authorization"), Seen.Response(exchange, Allowed.Headers)) with
        {
            // Some browsers only warn where there is a star.
            Certainty = isStar ? Certainty.Likely : Certainty.Proved,
        };
    }
}
