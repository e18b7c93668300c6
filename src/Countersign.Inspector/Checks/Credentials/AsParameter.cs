using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class AsParameter : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/as-parameter",
        Severity.Error,
        "A token written as a parameter",
        "Bearer and DPoP have the token itself behind the scheme. With a name before it the server takes the name for a part of the token.",
        new("RFC 6750 §2.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Send the token alone behind the scheme: Authorization: Bearer, a blank, the token.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.Parameter;

    protected override string Say(PresentedCredentials presented) => $"The token in {PlaceOf(presented)} is written as a parameter.";
}
