using System.Text.RegularExpressions;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed partial class ThrottledAsUnauthorized : ExchangeCheck
{
    private static readonly string[] Remaining = ["X-RateLimit-Remaining", "X-Rate-Limit-Remaining", "RateLimit-Remaining"];

    public override CheckRow Row { get; } = new(
        "status/throttled-as-unauthorized",
        Severity.Warning,
        "Too many requests, answered with 401",
        "A 401 says that other credentials would get in. Clients try others or ask people for them, and each try makes the wait longer. Retry-After means nothing on a 401.",
        new("RFC 6585 §4"),
        Fault.Origin,
        "Answer 429 with Retry-After while somebody has to wait.")
    {
        CallerFix = "Wait, and send the same request once.",
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // A code says more than words and counts beside it.
        var said = view.Subject(exchange);
        if (exchange is not { Status: 401, Response: { } response } || said is { Certainty: Certainty.Proved, Subject: not RefusalSubject.Throttled })
            yield break;

        // Strangers are asked for credentials as well while they have no more requests.
        var (text, isPage) = (Seen.Beginning(response), Callers.IsHtml(response.Fields.First("Content-Type")));
        var isAsked = view.ShowsCredentials(exchange) == false && response.Fields.Has("WWW-Authenticate");
        if (!(isAsked && isPage) && PageText.Find(TooMany(), isPage ? PageText.Blanked(text) : text) is { Success: true } words)
            yield return Found($"The answer is 401, and its content says \"{words.Value}\".", Seen.Status(exchange), Seen.Content(exchange, words.Index, words.Length));
        else if (response.Fields.Has("Retry-After"))
            yield return Found($"The answer is 401 and says when to try again (Retry-After: {response.Fields.First("Retry-After")}).", Seen.Status(exchange), Seen.Response(exchange, "Retry-After")) with { Certainty = Certainty.Likely };
        else if (!isAsked && said.Subject is RefusalSubject.None or RefusalSubject.Throttled && Array.Find(Remaining, name => response.Fields.First(name)?.Split(',', ';')[0].Trim() == "0") is { } used)
            yield return Found($"The answer is 401, and no requests are left ({used}: 0).", Seen.Status(exchange), Seen.Response(exchange, used)) with { Certainty = Certainty.Likely };
    }

    [GeneratedRegex(@"too many (failed |login |sign-?in |authentication |unsuccessful |invalid )*(attempts|requests|tries|logins)|rate limit (is |has been |was )?(exceeded|reached)|(try|retry) again (in|after) \d+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TooMany();
}
