using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestMismatch : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-mismatch",
        Severity.Error,
        "An answer to another challenge",
        "Nonce, realm, algorithm and opaque belong together: the server computes with those that it gave with the nonce.",
        new("RFC 7616 §3.4", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Take one challenge and answer it whole.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (DigestNames.Param(presented, "nonce") is not { } nonce)
            yield break;
        var offers = view.Before(exchange).SelectMany(other => view.Offers(other, "Digest")).Where(offer => offer.Find("nonce") == nonce).ToList();
        if (offers.Count == 0)
            yield break;
        var differing = offers.Select(offer => (Offer: offer, Names: Differing(presented, offer))).MinBy(each => each.Names.Count);
        if (differing.Names.Count > 0)
            yield return FoundIn(presented, exchange, $"The nonce was given with another {Names.List(differing.Names)}.") with { Evidence = [At(presented, exchange), differing.Offer.At(differing.Names[0])] };
    }

    private static List<string> Differing(PresentedCredentials presented, Offer offer)
    {
        var differing = new List<string>();
        if (DigestNames.Algorithm(DigestNames.Param(presented, "algorithm")) != DigestNames.Algorithm(offer.Find("algorithm")))
            differing.Add("algorithm");
        foreach (var name in (string[])["realm", "opaque"])
        {
            if ((DigestNames.Param(presented, name) ?? "") is var sent && sent != (offer.Find(name) ?? "") && !sent.Contains("***", StringComparison.Ordinal))
                differing.Add(name);
        }

        return differing;
    }
}
