using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class ScopeMissing : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/scope-missing",
        Severity.Error,
        "The token has not the scope that is asked for",
        "The challenge names the scope that the request needs, and the token was made for less.",
        new("RFC 6750 §3.1"),
        Fault.Client,
        "Name the scope in the challenge, as is done here.")
    {
        CallerFix = "Ask for the scope when the token is got; the person or an administrator may have to consent.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || !token.IsRefused || view.Offers(exchange).FirstOrDefault(each => each.Is("Bearer", "DPoP") && each.Find("error") == "insufficient_scope" && each.Find("scope") is { Length: > 0 }) is not { } offer)
            yield break;
        var wanted = offer.Find("scope")!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (token.Scopes is not { } scopes)
        {
            // Tokens of container registries list what they are for in a claim of their own.
            if (token.Facts.Claims.ContainsKey("access"))
                yield break;
            yield return FoundIn(token, Certainty.Likely, $"names no scope, and the server wants {JsonWords.Shown(Names.List(wanted))}.", offer.At("scope")) with { Changes = [.. Another(token, view)] };
            yield break;
        }

        var missing = wanted.Except(scopes, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            yield return FoundIn(token, Certainty.Proved, $"lacks the scope {JsonWords.Shown(Names.List(missing))}; it has {JsonWords.Shown(Names.List(scopes))}.", token.Claim(token.Facts.Claims.ContainsKey("scope") ? "scope" : "scp"), offer.At("scope")) with { Changes = [.. Another(token, view)] };
    }
}
