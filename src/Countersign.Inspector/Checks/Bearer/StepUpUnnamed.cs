using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class StepUpUnnamed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/step-up-unnamed",
        Severity.Info,
        "Which sign-in is wanted is not said",
        "The client is to let the person sign in anew, and can't say how strongly or how freshly.",
        new("RFC 9470 §3"),
        Fault.Origin,
        "Add acr_values or max_age.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (view.Offers(exchange).FirstOrDefault(offer => offer.Find("error") == "insufficient_user_authentication" && offer.Find("acr_values") is null && offer.Find("max_age") is null) is { } offer)
            yield return Found("A stronger or fresher sign-in is wanted, and neither acr_values nor max_age says which.", offer.At("error"));
    }
}
