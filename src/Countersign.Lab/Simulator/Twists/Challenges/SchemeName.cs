using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Writes the names of schemes otherwise.</summary>
internal sealed class SchemeName : RefusalTwist
{
    public override string Name => "scheme-name";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story => "Writes the name of the scheme otherwise.";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row(new("misspelt", "Two letters changed places: no client knows it.", "challenge/misspelt-scheme"), scheme => $"{scheme[0]}{scheme[2]}{scheme[1]}{scheme[3..]}"),
        Row(new("prefixed", "An x stands before it, as servers do that keep browsers from asking for a password; it is not registered (RFC 9110 §16.4.1).", "challenge/unregistered-scheme"), scheme => $"x{scheme}"),
        Row(new("unregistered", "It is one that nobody registered (RFC 9110 §16.4.1).", "challenge/unregistered-scheme"), _ => "Simulated"),
        Row(new("lower", "It is in small letters, which is the same name (RFC 9110 §11.1)."), scheme => scheme.ToLowerInvariant()),
        Row(new("upper", "It is in capital letters, which is the same name (RFC 9110 §11.1)."), scheme => scheme.ToUpperInvariant()),
    ];

    private static TwistRow Row(TwistValue value, Func<string, string> write) => new(value, (answer, _) => ChallengeText.RewriteScheme(answer, write));
}
