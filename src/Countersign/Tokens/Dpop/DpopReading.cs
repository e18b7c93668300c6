using System.Collections.Immutable;

namespace Countersign.Tokens.Dpop;

/// <summary>A proof as read.</summary>
/// <param name="Proof">The proof, or null when a check failed.</param>
/// <param name="Failed">Every check that failed, in the order of <see cref="DpopCheck"/>. What can't be judged because an earlier one failed is left out.</param>
/// <param name="Faults">What the readers found wrong in the token, its key and its claims, for the operator.</param>
public sealed record DpopReading(DpopProof? Proof, ImmutableArray<DpopCheck> Failed, ImmutableArray<TokenFault> Faults);
