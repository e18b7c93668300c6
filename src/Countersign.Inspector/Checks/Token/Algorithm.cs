using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Algorithm : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/algorithm",
        Severity.Error,
        "The token is signed in a way that is not taken",
        "A server decides by which algorithms tokens count, and not the token: one that took HS256 beside RS256 would take tokens that anybody made with the public key.",
        new("RFC 8725 §3.1", "MUST"),
        Fault.IdentityProvider,
        "List the algorithms of the issuer's keys, and none of HMAC beside them.")
    {
        CallerFix = "Get a token from the issuer of the server; one that a shared secret signs (HS256) is for another server.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        // Where nobody signed it, token/unsigned says more.
        if (!token.IsJwt || !token.IsRefused || token.Facts.IsUnsigned || token.Has(TokenFaultKind.AlgorithmNone) || view.Said(exchange) is not { Kind: ReasonKind.Algorithm } said)
            yield break;
        var name = token.Facts.Header.TryGetValue("alg", out var alg) && alg.ValueKind == JsonValueKind.String ? alg.GetString()! : "an algorithm that it does not name";
        var secret = JwsAlgorithm.Find(name) is { IsSymmetric: true } ? ", by a secret that who verifies it has as well" : "";
        yield return FoundIn(token, Certainty.Proved, $"is signed by {JsonWords.Shown(name)}{secret}, and the server says that it does not take that.", [token.HeaderMember("alg"), .. said.Shown]) with { Changes = [.. Another(token, view)] };
    }
}
