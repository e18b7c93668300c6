using System.Collections.Immutable;

namespace Countersign.Tokens.Rules;

/// <summary>A claim that has to be there.</summary>
/// <param name="Name">The claim's name, or a path with dots into objects (<c>realm_access.roles</c>).</param>
/// <param name="Values">The values, one of which it must have or contain; empty when any will do.</param>
public sealed record ClaimRule(string Name, ImmutableArray<string> Values);
