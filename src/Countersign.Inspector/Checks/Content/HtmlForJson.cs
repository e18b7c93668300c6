using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Content;

internal sealed class HtmlForJson : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "content/html-for-json",
        Severity.Warning,
        "A refusal in HTML to a program that asked for JSON",
        "The program tries to read the page as JSON, and reports a broken answer instead of missing credentials.",
        new("RFC 9110 §12.5.1"),
        Fault.Origin,
        "Send refusals in what the request accepts, such as application/problem+json (RFC 9457).")
    {
        Remedy = Remedy.NoLoginPage,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401 or 403 or 407, Response: { } response } && Callers.PrefersJson(exchange.Request) && Callers.IsHtml(response.Fields.First("Content-Type")) && !IsEmpty(exchange))
            yield return Found($"The request asks for JSON, and the {exchange.Status} comes as HTML.", Seen.Request(exchange, "Accept"), Seen.Response(exchange, "Content-Type")) with { Fault = exchange.Status == 407 ? Fault.Proxy : Fault.Origin };
    }

    private static bool IsEmpty(Exchange exchange) => exchange.Request!.Method == "HEAD" || exchange.Response!.Content.Length == 0;
}
