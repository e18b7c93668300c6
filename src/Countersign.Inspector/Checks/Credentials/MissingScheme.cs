using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class MissingScheme : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/missing-scheme",
        Severity.Error,
        "No scheme before the credentials",
        "The field begins with the name of the scheme; without one the server can't tell what the value is.",
        new("RFC 9110 §11.4, §11.6.2"),
        Fault.Client,
        "")
    {
        CallerFix = "Write the scheme and a space before it.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.MissingScheme;

    protected override string Say(PresentedCredentials presented) => presented.Token is { Shape: TokenShape.Jwt or TokenShape.Jwe } ? $"{presented.Name} holds a token and no scheme before it." : $"{presented.Name} holds a value and no scheme before it.";
}
