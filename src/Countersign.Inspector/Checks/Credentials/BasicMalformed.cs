using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class BasicMalformed : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/basic-malformed",
        Severity.Error,
        "Basic credentials that can't be read",
        "What follows Basic is base64 of the user-id, a colon and the password.",
        new("RFC 7617 §2"),
        Fault.Client,
        "")
    {
        CallerFix = "Encode the user-id, a colon and the password: printf %s \"user:password\" | base64.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (!IsField(presented) || presented.Basic is not { Fault: { } fault } || SlipCheck.Gravest(presented) is not null || SchemeNames.HasMark(presented.Scheme) || presented.Faults.Any(each => each.Kind == "credentials-list"))
            yield break;
        var found = FoundIn(presented, exchange, $"The Basic credentials are broken: {fault}.") with { Changes = [new(RequestChangeKind.SetField, presented.Name, "Basic $CREDENTIALS")] };
        yield return fault.Contains("padding", StringComparison.Ordinal) && found.Severity == Severity.Error ? found with { Severity = Severity.Warning } : found;
    }
}
