using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class BasicColons : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/basic-colons",
        Severity.Info,
        "More than one colon",
        "The user-id ends at the first colon; what is behind it is the password. A user-id with a colon in it can't be sent.",
        new("RFC 7617 §2", "MUST NOT"),
        Fault.Client,
        "");

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (exchange.IsChallenge && IsField(presented) && presented.Basic is { Fault: null, Colons: > 1 } && SlipCheck.Gravest(presented) is null)
            yield return FoundIn(presented, exchange, "There are several colons: if the user-id was to have one, the server read another user-id and another password.") with { Certainty = Certainty.NotDecided };
    }
}
