using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class Quoted : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/quoted",
        Severity.Error,
        "Credentials within quotes",
        "The quotes are sent as a part of the value, and the server compares them too. Mostly they come from a shell script or a file of variables.",
        Requirement.Practice,
        Fault.Client,
        "")
    {
        CallerFix = "Take the quotes off.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.Quotes;

    protected override string Say(PresentedCredentials presented) => $"The value in {PlaceOf(presented)} stands in quotes.";
}
