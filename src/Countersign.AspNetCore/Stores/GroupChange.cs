using System.Collections.Immutable;

namespace Countersign.AspNetCore.Stores;

/// <summary>What came of a change of a group's members: all of it, or nothing.</summary>
/// <param name="Changed">The users who joined or left; empty when <paramref name="Unfit"/> is not.</param>
/// <param name="Unfit">Those for whom it can't be done: no such users or, where they were to leave, no members.</param>
public sealed record GroupChange(ImmutableArray<string> Changed, ImmutableArray<string> Unfit);
