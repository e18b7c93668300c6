using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ScopeUnnamed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/scope-unnamed",
        Severity.Info,
        "Which scope is missing is not said",
        "The client can't ask for it.",
        new("RFC 6750 §3.1", "MAY"),
        Fault.Origin,
        "Add scope=\"...\" with the scopes that are needed.")
    {
        Remedy = Remedy.Scope,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (view.Offers(exchange).FirstOrDefault(offer => offer.Is("Bearer", "DPoP") && offer.Find("error") == "insufficient_scope" && offer.Find("scope") is null) is { } offer)
            yield return Found("The token lacks a scope, and the challenge does not say which.", offer.At("error"));
    }
}
