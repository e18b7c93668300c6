using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class SameCredentialsAgain : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/same-credentials-again",
        Severity.Warning,
        "Refused credentials, sent again and again",
        "A 401 to credentials says that these are refused. Sent again they are refused again; some servers lock the account after a few.",
        new("RFC 9110 §15.5.2"),
        Fault.Client,
        "Nothing; a limit for such clients keeps the load away.")
    {
        CallerFix = "Stop after the first refusal: get a new token, or ask the person.",
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    private const int Tries = 3;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (Mark(exchange, view) is not { } mark)
            yield break;
        var (again, last) = (1, exchange);
        while (view.LastTry(last) is { } before && Mark(before, view) == mark && again <= Tries)
            (again, last) = (again + 1, before);

        // Once for a row of them, however long it is.
        if (again == Tries)
            yield return Found($"These credentials are refused for the third time in a row, and were sent again each time.", CredentialsCheck.At(exchange.Request!.Credentials[0], exchange), Seen.Status(last));
    }

    // With a nonce, or on the way to a context, the next try is another one.
    private static string? Mark(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request.Credentials: [{ IsRedacted: false } sent, ..] } || sent.Is("Digest") || sent.Is("Negotiate") || sent.Is("NTLM"))
            return null;
        return view.Offers(exchange).Any(offer => offer.Find("error") == "use_dpop_nonce") ? null : sent.Mark;
    }
}
