using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class ScopePresent : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/scope-present",
        Severity.Warning,
        "The token has the scope that is said to be missing",
        "The server wants a scope that the token has: it looks for it in another claim, under another name, or the permission that is missing is none of the token.",
        new("RFC 6750 §3.1"),
        Fault.Origin,
        "Check from which claim the server reads scopes (scope, scp, roles), and answer without error where another permission is missing.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token is not { IsJwt: true, IsRefused: true, Scopes: { } scopes } || view.Offers(exchange).FirstOrDefault(each => each.Is("Bearer", "DPoP") && each.Find("error") == "insufficient_scope" && each.Find("scope") is { Length: > 0 }) is not { } offer)
            yield break;
        var wanted = offer.Find("scope")!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length > 0 && !wanted.Except(scopes, StringComparer.Ordinal).Any())
            yield return FoundIn(token, Certainty.Likely, $"has all of the scope that the server misses ({JsonWords.Shown(Names.List(wanted))}).", token.Claim(token.Facts.Claims.ContainsKey("scope") ? "scope" : "scp"), offer.At("scope"));
    }
}
