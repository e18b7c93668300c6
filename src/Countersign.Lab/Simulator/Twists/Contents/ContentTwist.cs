using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Contents;

/// <summary>Puts another content into refusals.</summary>
internal sealed class ContentTwist : RefusalTwist
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string Text = "text/plain; charset=utf-8";

    public override string Name => "content";

    public override SimulatorGroup Group => SimulatorGroup.Content;

    public override string Story => "Puts another content into refusals (RFC 9110 §15.5.2, RFC 9457).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        new(new("empty", "There is none; what a 401 holds is shown to those who don't sign in (RFC 9110 §15.5.2).", "content/empty-refusal"), (answer, _) => answer.Content = []),
        new(new("html", "It is a page, to programs that ask for JSON as well (RFC 9110 §12.5.1).", "content/html-for-json") { Fields = [("Accept", Json)] }, (answer, _) => answer.SetText(Page(answer), "text/html; charset=utf-8")),
        new(new("text", "It is a line of text."), (answer, _) => answer.SetText("Credentials are missing, or they are not good enough.\n", Text)),
        new(new("json", "It is JSON of some form, which programs have to guess at (RFC 9457 §1)."), (answer, _) => answer.SetText($"{{\"error\":\"refused\",\"code\":{Number(answer)}}}\n", Json)),
        new(new("problem", "It is a problem in JSON (RFC 9457 §3)."), (answer, _) => answer.SetText(ProblemOf(answer, answer.Status), Problem)),
        new(new("problem-bare", "It is a problem in JSON without any member, which all are optional (RFC 9457 §3.1)."), (answer, _) => answer.SetText("{}\n", Problem)),
        new(new("problem-wrong-status", "It is a problem in JSON that names another status (RFC 9457 §3.1.2).", "content/problem-status"), (answer, _) => answer.SetText(ProblemOf(answer, answer.Status == 500 ? 401 : 500), Problem)),
        Leak("stack-trace", "It shows where in the program it happened.", "Unhandled exception: Shop.Accounts.SignInException: no such user\n   at Shop.Accounts.SignIn.Check(String name, String password) in /src/Shop/Accounts/SignIn.cs:line 42\n   at Shop.Api.Orders.List(HttpContext context) in /src/Shop/Api/Orders.cs:line 17\n"),
        Leak("query", "It shows what the database said.", "SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.users' doesn't exist\n"),
        Leak("machine", "It shows the address of a machine inside.", "Token rejected by auth-7.accounts.svc.cluster.local (10.4.0.17:8443)\n"),
    ];

    private static TwistRow Leak(string name, string story, string text) => new(new(name, $"{story} Strangers learn it without credentials (RFC 9457 §5).", "content/leaks-internals"), (answer, _) => answer.SetText(text, Text));

    private static string Page(SimulatedAnswer answer) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{Number(answer)} {AnswerWriter.Title(answer.Status)} (simulated)</title></head>
        <body><h1>{AnswerWriter.Title(answer.Status)}</h1><p>Credentials are missing, or they are not good enough.</p></body>
        </html>

        """;

    private static string ProblemOf(SimulatedAnswer answer, int status) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"about:blank\",\"title\":\"{AnswerWriter.Title(answer.Status)}\",\"status\":{status},\"detail\":\"Credentials are missing, or they are not good enough.\"}}\n");

    private static string Number(SimulatedAnswer answer) => answer.Status.ToString(CultureInfo.InvariantCulture);
}
