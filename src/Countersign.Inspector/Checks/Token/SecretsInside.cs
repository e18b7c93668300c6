using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class SecretsInside : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/secrets-inside",
        Severity.Warning,
        "A secret within the token",
        "A signed token is not encrypted: everybody who sees it reads its claims.",
        new("RFC 7519 §12"),
        Fault.IdentityProvider,
        "Leave passwords, keys and other tokens out of claims; encrypt the token where they have to be in it.");

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && IsFirst(token, view) && token.Facts.Claims.Where(claim => claim.Value.ValueKind == JsonValueKind.String && claim.Value.ValueEquals("***")).Select(claim => claim.Key).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found)
            yield return FoundIn(token, Certainty.Likely, $"has what looks like a secret in {JsonWords.Shown(Names.List(found))}.", [.. found.Take(5).Select(token.Claim)]);
    }
}
