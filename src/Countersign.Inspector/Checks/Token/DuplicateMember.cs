using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class DuplicateMember : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/duplicate-member",
        Severity.Warning,
        "A name that stands twice in the token",
        "Readers differ in which one counts: who checks the token may see another value than who acts by it.",
        new("RFC 7519 §4", "MUST"),
        Fault.IdentityProvider,
        "Write each name once.");

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && !token.Facts.Duplicates.IsEmpty && IsFirst(token, view))
            yield return FoundIn(token, Certainty.Proved, $"has {JsonWords.Shown(Names.List(token.Facts.Duplicates.Distinct(StringComparer.Ordinal)))} twice.", [.. token.Facts.Duplicates.Distinct(StringComparer.Ordinal).Take(5).Select(name => token.Facts.Claims.ContainsKey(name) ? token.Claim(name) : token.HeaderMember(name))]);
    }
}
