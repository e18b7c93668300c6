using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DpopProofMissing : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/dpop-proof-missing",
        Severity.Error,
        "DPoP without a proof",
        "With the scheme DPoP each request has a proof of its own in the DPoP field.",
        new("RFC 9449 §7.1", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Make a proof for this method and address, and send it in the DPoP field.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (presented.Place == CredentialsPlace.Authorization && presented.Is("DPoP") && SlipCheck.Gravest(presented) is null && !exchange.Request!.Fields.Has("DPoP"))
            yield return FoundIn(presented, exchange, "The scheme is DPoP, and there is no DPoP field with a proof.") with { Changes = [new(RequestChangeKind.SetField, "DPoP", "$PROOF")] };
    }
}
