using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class CriticalHeader : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/critical-header",
        Severity.Error,
        "The token asks for an extension that servers do not know",
        "Who does not know an extension that crit names has to refuse the token.",
        new("RFC 7515 §4.1.11", "MUST"),
        Fault.IdentityProvider,
        "Make tokens without crit, or let the servers learn the extension.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && (token.IsRefused || IsFirst(token, view)) && Told(token) is { } words)
            yield return FoundIn(token, Certainty.Likely, words, token.HeaderMember("crit"));
    }

    private static string? Told(SeenToken token) =>
        token.Has(TokenFaultKind.CriticalInvalid) ? "has a crit that is no list of names of its header."
        : token.Has(TokenFaultKind.CriticalNotUnderstood) ? $"wants an extension understood that is not a common one: {(token.Facts.Header.TryGetValue("crit", out var names) ? JsonWords.Of(names) : "crit")}."
        : token.Has(TokenFaultKind.PayloadUnencoded) ? "has b64 in its header, which tokens must not have (RFC 7797 §7)."
        : null;
}
