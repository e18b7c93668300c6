using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class DialogForScript : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/dialog-for-script",
        Severity.Warning,
        "A script's request opens the browser's own dialog",
        "The browser asks the person for a user name and password in a window of its own, over a page that has a form for it. The script waits and learns nothing.",
        new("Fetch, HTTP-network-or-cache fetch"),
        Fault.Origin,
        "Offer scripts a scheme that opens no dialog, such as Bearer. Don't leave the challenge out: a 401 must have one.")
    {
        CallerFix = "Send the credentials with the request, or use fetch with credentials: \"omit\".",
    };

    public override Traits Needs => Traits.Refusal | Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Scripts of other origins never open it.
        if (exchange is not { Status: 401, Response: { } response } || !Callers.IsScript(exchange.Request) || Callers.ForeignOrigin(exchange.Request) is not null || exchange.Request!.Fields.First("Sec-Fetch-Site") is not (null or "same-origin"))
            yield break;
        if (response.Fields.Challenges("WWW-Authenticate")?.Challenges.FirstOrDefault(challenge => challenge.Scheme.ToUpperInvariant() is "BASIC" or "DIGEST" or "NTLM") is { } challenge)
            yield return Found($"The request comes from a script, and its 401 asks for {challenge.Scheme}: the browser opens a dialog.", Seen.Request(exchange, exchange.Request.Fields.Has("Sec-Fetch-Mode") ? "Sec-Fetch-Mode" : "X-Requested-With"), Seen.Response(exchange, "WWW-Authenticate").At(challenge.Scheme));
    }
}
