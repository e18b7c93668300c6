using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Decisions;

/// <summary>At whose door the cause of a refusal usually lies.</summary>
public enum Fault
{
    /// <summary>The client sent too little or the wrong thing.</summary>
    Client,

    /// <summary>The server, its configuration or its dependencies.</summary>
    Server,

    /// <summary>Something between them altered the request.</summary>
    Intermediary,
}

/// <summary>All that is known of one refusal: its public face and the operator's.</summary>
/// <param name="Slug">The exact kebab-case name, for journal, log, metric, trace and explain.</param>
/// <param name="Status">The status code of the answer.</param>
/// <param name="Title">A few words, equal for all refusals with the same public slug.</param>
/// <param name="Sentence">One sentence that anybody may read.</param>
/// <param name="Source">The section that makes it so.</param>
/// <param name="Advice">What the operator, or the client's author, should look at.</param>
public sealed record RefusalRow(string Slug, int Status, string Title, string Sentence, string Source, string Advice)
{
    /// <summary>The refusal that the public is told; null when it is this one.</summary>
    public Refusal? PublicAs { get; init; }

    /// <summary>Parameters that the refused scheme's challenge carries for this reason.</summary>
    public ImmutableArray<AuthParam> ChallengeParams { get; init; } = [];

    /// <summary>Whose fault it usually is.</summary>
    public Fault Fault { get; init; } = Fault.Client;

    /// <summary>Whether it is a guess at a secret. With a user name it counts towards the lockout of that name on its network.</summary>
    public bool CountsAsGuess { get; init; }
}
