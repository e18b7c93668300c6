using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class NoKeyName : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/no-key-name",
        Severity.Info,
        "A token that does not name its key",
        "The server has to try all keys of the issuer, and some libraries try none or the first alone.",
        new("RFC 7515 §4.1.4", "OPTIONAL"),
        Fault.IdentityProvider,
        "Write the kid of the key into the header.");

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && token.IsRefused && view.Said(exchange) is { Error: "invalid_token", Kind: ReasonKind.None or ReasonKind.KeyUnknown or ReasonKind.Signature } && !token.Facts.Header.ContainsKey("kid") && !token.Facts.Header.ContainsKey("x5t") && !token.Facts.Header.ContainsKey("x5t#S256")
            && token.Facts.Header.TryGetValue("alg", out var name) && name.ValueKind == JsonValueKind.String && JwsAlgorithm.Find(name.GetString()!) is { IsSymmetric: false })
            yield return FoundIn(token, Certainty.NotDecided, "was refused, and does not name the key that signed it (kid).", token.HeaderMember("alg"));
    }
}
