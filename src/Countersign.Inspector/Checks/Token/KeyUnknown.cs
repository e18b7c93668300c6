using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class KeyUnknown : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/key-unknown",
        Severity.Error,
        "The server has not the key of the token",
        "The server looks for the key that signed the token by its kid. After a change of keys it may still have the old ones, or the token is of another issuer.",
        new("RFC 7515 §4.1.4"),
        Fault.Origin,
        "Fetch the issuer's keys again when a kid is unknown, and let the issuer publish a new key before it signs by it.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && token.IsRefused && view.Said(exchange) is { Kind: ReasonKind.KeyUnknown } said)
            yield return FoundIn(token, Certainty.Proved, token.Facts.Header.TryGetValue("kid", out var name) ? $"names the key {JsonWords.Of(name)}, and the server says that it has no key for it." : "names no key, and the server says that it finds none for it.", [token.HeaderMember("kid"), .. said.Shown]);
    }
}
