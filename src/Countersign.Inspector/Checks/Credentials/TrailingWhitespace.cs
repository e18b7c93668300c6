using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class TrailingWhitespace : SlipCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/trailing-whitespace",
        Severity.Warning,
        "White space at the end",
        "A line end or a space was encoded or sent with the value: echo adds a line end, printf %s does not.",
        Requirement.Practice,
        Fault.Client,
        "")
    {
        CallerFix = "Cut it off: printf %s \"user:password\" | base64.",
        Explains = true,
    };

    protected override CredentialsSlip Slip => CredentialsSlip.TrailingWhitespace;

    protected override string Say(PresentedCredentials presented) => presented.Basic is not null ? "The password ends in white space or a line end." : $"The value in {PlaceOf(presented)} ends in white space.";
}
