using System.Collections.Immutable;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint;

/// <summary>What a configuration makes of one address, asked for without credentials, and by which directives.</summary>
/// <param name="Access">What becomes of the request.</param>
/// <param name="Sentence">The same for people, with the reason.</param>
public sealed record AccessDecision(Access Access, string Sentence)
{
    /// <summary>The same for people, without what looks like a secret.</summary>
    public string Sentence { get; init; } = PathSecrets.Hide(TextIntake.ByLooks(Sentence, isGrammar: true));

    /// <summary>The directives that decide, in the order in which the server goes through them.</summary>
    public ImmutableArray<Directive> Directives { get; init; } = [];

    /// <summary>The status the server answers with; null where it is the application's to say.</summary>
    public int? Status { get; init; }
}
