using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestQop : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-qop",
        Severity.Warning,
        "qop that was not offered",
        "The server computes with the qop that it offered: with none, without nc and cnonce.",
        new("RFC 7616 §3.4", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Use a value of qop that the challenge offers.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (DigestNames.Param(presented, "nonce") is not { } nonce)
            yield break;
        var offers = view.Before(exchange).SelectMany(other => view.Offers(other, "Digest")).Where(offer => offer.Find("nonce") == nonce).ToList();
        if (offers.Count == 0)
            yield break;
        var sent = DigestNames.Param(presented, "qop");
        if (sent is not null && offers.TrueForAll(offer => offer.Find("qop") is null))
            yield return FoundIn(presented, exchange, $"qop={sent} was sent, and the challenge offered none.") with { Evidence = [At(presented, exchange), offers[0].At()] };
        else if (sent is not null && !offers.Exists(offer => offer.Find("qop") is { } qop && qop.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains(sent, StringComparer.OrdinalIgnoreCase)))
            yield return FoundIn(presented, exchange, $"qop={sent} was sent, and the challenge does not offer it.") with { Evidence = [At(presented, exchange), offers[0].At("qop")] };
    }
}
