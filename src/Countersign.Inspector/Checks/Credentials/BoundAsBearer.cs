using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class BoundAsBearer : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/bound-as-bearer",
        Severity.Error,
        "A token that is bound to a key, sent without it",
        "The token names the key whose owner may use it. Sent as Bearer it proves nothing about the key.",
        new("RFC 9449 §7.1, §7.2", "MUST"),
        Fault.Client,
        "Refuse tokens with cnf.jkt that come as Bearer.")
    {
        CallerFix = "Send it as DPoP, with a proof in the DPoP field.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        if (presented.Place != CredentialsPlace.Authorization || !presented.Is("Bearer") || presented.Token is not { } token || !token.Claims.TryGetValue("cnf", out var key) || key.ValueKind != JsonValueKind.Object || !key.TryGetProperty("jkt", out _))
            yield break;
        yield return exchange.Status is >= 200 and < 300
            ? Found("The token is bound to a key (cnf.jkt), came as Bearer without any proof of it, and the server took it.", At(presented, exchange)) with { Severity = Severity.Warning, Fault = Fault.Origin, CallerFix = null }
            : Found("The token is bound to a key (cnf.jkt) and was sent as Bearer.", At(presented, exchange)) with { Changes = [new(RequestChangeKind.SetField, "Authorization", "DPoP $TOKEN"), new(RequestChangeKind.SetField, "DPoP", "$PROOF")] };
    }
}
