using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DoubledScheme : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/doubled-scheme",
        Severity.Error,
        "The scheme stands twice",
        "The program puts the scheme before the value, and the value has it already.",
        new("RFC 9110 §11.4"),
        Fault.Client,
        "")
    {
        CallerFix = "Take one of the two off.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.DoubledScheme;

    protected override string Say(PresentedCredentials presented) => $"{presented.Name} has the scheme {presented.Scheme} twice.";
}
