using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class Placeholder : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/placeholder",
        Severity.Error,
        "A placeholder instead of credentials",
        "A variable was never filled in, or was filled with nothing: undefined, null, ${TOKEN}, <token>.",
        Requirement.Practice,
        Fault.Client,
        "")
    {
        CallerFix = "Put the real value in.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.Placeholder;

    protected override string Say(PresentedCredentials presented) => $"In {PlaceOf(presented)} stands a placeholder that nothing was put in for.";
}
