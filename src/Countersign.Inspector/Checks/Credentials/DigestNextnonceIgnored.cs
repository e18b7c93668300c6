using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestNextnonceIgnored : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-nextnonce-ignored",
        Severity.Info,
        "nextnonce was not used",
        "The server gave the nonce for the next request; with the old one it may answer stale=true, and the request is sent twice.",
        new("RFC 7616 §3.5", "SHOULD"),
        Fault.Client,
        "")
    {
        CallerFix = "Use nextnonce for the next request.",
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (DigestNames.Param(presented, "nonce") is not { } nonce || view.Before(exchange).FirstOrDefault(other => DigestNames.SentNonce(other) is not null) is not { } before)
            yield break;

        // Requests under way at the same time can't know.
        if (exchange.StartedAt is { } began && before.StartedAt + before.Duration > began)
            yield break;
        if (before.Response?.Fields.Joined("Authentication-Info") is { } value && AuthenticationInfoReader.Read(value).Find("nextnonce") is { } next && next != nonce && DigestNames.SentNonce(before) == nonce)
            yield return Found("The answer before gave the nonce for the next request, and this one uses the old one.", At(presented, exchange), new Evidence(before.Index, "response Authentication-Info", value)) with { Severity = exchange.IsChallenge ? Severity.Warning : Severity.Info };
    }
}
