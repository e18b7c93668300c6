using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class DpopNonceMissing : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/dpop-nonce-missing",
        Severity.Error,
        "A nonce is asked for and not given",
        "The client is to make its proof with the nonce of the DPoP-Nonce field. Without it no request gets in.",
        new("RFC 9449 §8, §9"),
        Fault.Origin,
        "Send DPoP-Nonce with the answer.")
    {
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Response is not { } response || response.Fields.Has("DPoP-Nonce"))
            yield break;
        if (view.Offers(exchange).FirstOrDefault(offer => offer.Is("DPoP", "Bearer") && offer.Find("error") == "use_dpop_nonce") is { } offer)
            yield return Found("The challenge asks for a nonce, and there is no DPoP-Nonce field to take it from.", offer.At("error"));
        else if (exchange.Status == 400 && response.Content.Text.Contains("\"use_dpop_nonce\"", StringComparison.Ordinal))
            yield return Found("The answer asks for a nonce, and there is no DPoP-Nonce field to take it from.", new Evidence(exchange.Index, "content", "\"error\":\"use_dpop_nonce\"")) with { Fault = Fault.IdentityProvider };
    }
}
