using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class KeyInHeader : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/key-in-header",
        Severity.Warning,
        "The token brings its own key",
        "Whoever forged it wrote that, too. A server that takes the key, or fetches it from the address, takes every token.",
        new("RFC 8725 §3.10", "MUST"),
        Fault.IdentityProvider,
        "Name the key by kid alone; servers get keys from the issuer that is configured.");

    private static readonly string[] Members = ["jwk", "jku", "x5u"];

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && token.Type != "dpop+jwt" && token.Type?.EndsWith("proof+jwt", StringComparison.Ordinal) != true && IsFirst(token, view) && Members.Where(token.Facts.Header.ContainsKey).ToList() is { Count: > 0 } found)
            yield return FoundIn(token, Certainty.Proved, $"has {Names.List(found)} in its header: {(found[0] == "jwk" ? "a key" : "the address of a key")} that nobody should use.", [.. found.Select(token.HeaderMember)]);
    }
}
