using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class LoginPageAsSuccess : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/login-page-as-success",
        Severity.Error,
        "A page to sign in, sent as success",
        "A program that asked for data takes a 2xx answer for them. It fails later, over HTML, and nobody sees that it had to sign in.",
        new("RFC 9110 §15.5.2"),
        Fault.Origin,
        "Answer requests of programs with 401 and a challenge, and show the page to people who navigate alone.")
    {
        Remedy = Remedy.NoLoginPage,
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: >= 200 and < 300, Response: { } response } || !Callers.IsHtml(response.Fields.First("Content-Type")) || !Callers.PrefersJson(exchange.Request) || LoginPlaces.IsLogin(exchange.Request!.Target))
            return [];
        var field = LoginPlaces.PasswordField(response);
        if (field < 0 && LoginPlaces.SignInTitle(response) is { } title)
            return [Found($"The request asks for JSON, and the answer is {exchange.Status} with an HTML page to sign in.", Seen.Status(exchange), Seen.Request(exchange, "Accept"), Seen.Response(exchange, "Content-Type"), Seen.Content(exchange, title.Index, title.Length)) with { Certainty = Certainty.Likely }];
        return field < 0 ? [] : [Found($"The request asks for JSON, and the answer is {exchange.Status} with an HTML page that asks for a password.", Seen.Status(exchange), Seen.Request(exchange, "Accept"), Seen.Response(exchange, "Content-Type"), Seen.Content(exchange, field, 6))];
    }
}
