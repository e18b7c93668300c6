using System.Collections.Immutable;

namespace Countersign.Tokens;

/// <summary>A token as read: the strict verdict and what could be made of it.</summary>
/// <param name="Token">The token, or null when it is not well formed or has a header that no token may have.</param>
/// <param name="Header">The header, when at least that could be read.</param>
/// <param name="Faults">Everything that is wrong. A readable token may have some: remarks such as <see cref="TokenFaultKind.KeyInHeader"/>.</param>
public sealed record JwsReading(Jws? Token, JwsHeader? Header, ImmutableArray<TokenFault> Faults)
{
    /// <summary>Whether there is a token to verify.</summary>
    public bool IsValid => Token is not null;
}
