using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>Something that is wrong with a token on purpose.</summary>
/// <param name="Name">By what it is asked for.</param>
/// <param name="Story">What it is, and which section says what would be right.</param>
/// <param name="Change">Makes it wrong.</param>
/// <param name="Provokes">The ids of the checks that find it where the token is refused.</param>
internal sealed record TokenFlaw(string Name, string Story, Action<TokenDraft> Change, params ImmutableArray<string> Provokes)
{
    /// <summary>Where it shows.</summary>
    public string At { get; init; } = "/sim/401/bearer";

    /// <summary>The one of a name; null for none.</summary>
    public static TokenFlaw? Find(string name) => TokenFlaws.All.FirstOrDefault(flaw => flaw.Name == name);
}
