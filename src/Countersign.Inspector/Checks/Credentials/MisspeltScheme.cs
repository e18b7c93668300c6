using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class MisspeltScheme : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/misspelt-scheme",
        Severity.Error,
        "A scheme that looks misspelt",
        "The server knows no scheme of this name.",
        new("RFC 9110 §11.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Write the name as it is registered.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (IsField(presented) && presented.Scheme is { } scheme && !SchemeNames.HasMark(scheme) && SchemeNames.Meant(scheme) is { } meant)
            yield return FoundIn(presented, exchange, $"There is no scheme '{scheme}'; '{meant}' may be meant.") with { Certainty = Certainty.Likely, Changes = [.. Anew(presented, exchange, view)] };
    }
}
