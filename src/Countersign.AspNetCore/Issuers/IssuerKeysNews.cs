using System.Collections.Immutable;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>What became of an issuer's keys, once for each change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Failure">Why the issuer can't be asked or has no keys; of <see cref="IssuerKeysNewsKind.Failing"/> alone.</param>
/// <param name="Keys">The keys that are known now; null for none.</param>
/// <param name="Faults">Why others of the set are not used; of <see cref="IssuerKeysNewsKind.Changed"/> alone.</param>
public sealed record IssuerKeysNews(IssuerKeysNewsKind Kind, string? Failure, KeySet? Keys, ImmutableArray<JwkFault> Faults);
