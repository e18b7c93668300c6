using System.Collections.Immutable;

namespace Countersign.Tokens.Keys;

/// <summary>A JWK Set as read: keys that can't be used are left out, each with its reason (RFC 7517 §5).</summary>
/// <param name="IsValid">Whether the text is a JWK Set at all; an empty one is.</param>
/// <param name="Keys">The keys that can be used.</param>
/// <param name="Faults">Why others can't, in the order of the set.</param>
public sealed record JwkSetReading(bool IsValid, KeySet Keys, ImmutableArray<JwkFault> Faults)
{
    internal static JwkSetReading Unreadable(TokenFault fault) => new(false, KeySet.Empty, [new(-1, null, fault)]);
}
