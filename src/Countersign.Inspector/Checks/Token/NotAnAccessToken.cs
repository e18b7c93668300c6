using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class NotAnAccessToken : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/not-an-access-token",
        Severity.Warning,
        "A token of another kind",
        "An ID token tells a client who signed in, a refresh token is for the issuer, a proof goes with a token. Servers are to be sent the access token.",
        new("RFC 8725 §3.12", "MUST"),
        Fault.Client,
        "Refuse tokens that were not made for you, by typ and aud.")
    {
        CallerFix = "Send the access token.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || token.Presented is { Place: not CredentialsPlace.Authorization } || Kind(token) is not { } kind)
            yield break;

        // Cloud platforms and Kubernetes take ID tokens on purpose.
        if (token.IsRefused || (!kind.IsIdToken && IsFirst(token, view)))
            yield return FoundIn(token, kind.Certainty, $"is {kind.Words}.", kind.Shown) with { Changes = token.IsRefused ? [.. Another(token, view)] : [] };
    }

    private static (string Words, Certainty Certainty, Evidence Shown, bool IsIdToken)? Kind(SeenToken token)
    {
        if (OfType(token.Type) is { } typed)
            return (typed, Certainty.Proved, token.HeaderMember("typ"), token.Type == "id+jwt");
        if (token.Text("token_use") == "id")
            return ("an ID token", Certainty.Proved, token.Claim("token_use"), true);
        if (token.Text("typ") is "ID" or "Refresh" or "Offline" or "Logout" && token.Facts.Claims.ContainsKey("azp"))
            return (token.Text("typ") switch { "ID" => "an ID token", "Logout" => "a logout token", _ => "a refresh token" }, Certainty.Proved, token.Claim("typ"), token.Text("typ") == "ID");
        if (token.Type == "at+jwt" || token.Text("token_use") == "access")
            return null;
        foreach (var name in (ReadOnlySpan<string>)["at_hash", "c_hash", "nonce"])
        {
            if (token.Facts.Claims.ContainsKey(name))
                return ($"probably an ID token: it has {name}", Certainty.Likely, token.Claim(name), true);
        }

        return null;
    }

    private static string? OfType(string? type) => type switch
    {
        "id+jwt" => "an ID token",
        "dpop+jwt" => "a DPoP proof",
        "logout+jwt" => "a logout token",
        "secevent+jwt" => "a security event",
        "token-introspection+jwt" => "an answer about a token",
        _ => null,
    };
}
