using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class InnerWhitespace : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/inner-whitespace",
        Severity.Error,
        "White space within a token",
        "A token has none: it was broken over lines, or two values stand in the field.",
        new("RFC 9110 §11.2"),
        Fault.Client,
        "")
    {
        CallerFix = "Join the parts, or send the one that is meant.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.InnerWhitespace;

    protected override string Say(PresentedCredentials presented) => $"White space stands within the value in {PlaceOf(presented)}.";
}
