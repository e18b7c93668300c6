using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class ClaimsMissing : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/claims-missing",
        Severity.Warning,
        "An access token without what it has to say",
        "It says that it is an access token by RFC 9068 (typ at+jwt), and lacks claims that such a token has to have. Servers that go by it refuse the token.",
        new("RFC 9068 §2.2", "REQUIRED"),
        Fault.IdentityProvider,
        "Write iss, exp, aud, sub, client_id, iat and jti, or another typ.")
    {
        Explains = true,
    };

    private static readonly string[] Required = ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"];

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && token.Type == "at+jwt" && (token.IsRefused || IsFirst(token, view)) && Required.Where(name => !token.Facts.Claims.ContainsKey(name)).ToList() is { Count: > 0 } missing)
            yield return FoundIn(token, Certainty.Proved, $"has typ at+jwt and no {Names.List(missing)}.", token.HeaderMember("typ")) with { Certainty = Certainty.Likely };
    }
}
