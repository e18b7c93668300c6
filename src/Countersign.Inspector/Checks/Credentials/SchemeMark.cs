using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class SchemeMark : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/scheme-mark",
        Severity.Error,
        "A mark behind the scheme",
        "Between the scheme and the credentials stands a space, and nothing else.",
        new("RFC 9110 §11.4"),
        Fault.Client,
        "")
    {
        CallerFix = "Write the scheme, a space, and the credentials.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (IsField(presented) && SchemeNames.HasMark(presented.Scheme) && SlipCheck.Gravest(presented) is not (CredentialsSlip.Placeholder or CredentialsSlip.Empty))
            yield return FoundIn(presented, exchange, $"{presented.Name} has '{presented.Scheme}' for a scheme; the mark behind it does not belong there.") with { Changes = [.. Anew(presented, exchange, view)] };
    }
}
