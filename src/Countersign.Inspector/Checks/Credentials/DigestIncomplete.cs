using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestIncomplete : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-incomplete",
        Severity.Error,
        "Digest credentials with something missing",
        "The server can't compute the digest without it.",
        new("RFC 7616 §3.4"),
        Fault.Client,
        "")
    {
        CallerFix = "Send all parameters of Digest.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (presented.DigestParams.IsEmpty || presented.Faults.Any(fault => fault.Kind is "missing-comma" or "unterminated-quoted-string" or "semicolon-separator"))
            yield break;
        var missing = ((string[])["username", "realm", "nonce", "uri", "response"]).Where(name => DigestNames.Param(presented, name) is null && !(name == "username" && DigestNames.Param(presented, "username*") is not null)).ToList();
        if (DigestNames.Param(presented, "qop") is not null)
            missing.AddRange(((string[])["cnonce", "nc"]).Where(name => DigestNames.Param(presented, name) is null));
        if (missing.Count > 0)
            yield return FoundIn(presented, exchange, $"The Digest credentials lack {Names.List(missing)}.");
    }
}
