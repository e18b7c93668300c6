using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class Empty : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/empty",
        Severity.Error,
        "Nothing behind the scheme",
        "Mostly a variable that is empty. The server sees a request without credentials, or one that is broken.",
        new("RFC 9110 §11.4"),
        Fault.Client,
        "")
    {
        CallerFix = "Put the credentials behind the scheme.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.Empty;

    protected override string Say(PresentedCredentials presented) => presented.Scheme is { } scheme ? $"{presented.Name} has the scheme {scheme} and nothing behind it." : $"{presented.Name} is empty.";
}
