using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DoubledEncoding : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/doubled-encoding",
        Severity.Error,
        "Encoded twice",
        "The server decodes once, and sees what is still encoded.",
        Requirement.Practice,
        Fault.Client,
        "")
    {
        CallerFix = "Encode it once. Many programs do so by themselves.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.DoubledEncoding;

    protected override string Say(PresentedCredentials presented) => $"The value in {PlaceOf(presented)} is base64 of base64.";
}
