using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>What one scheme of the route said, for the journal and for explain.</summary>
/// <param name="SchemeId">The configured name of the scheme.</param>
/// <param name="Verdict">Its verdict; null when none of its credentials were presented.</param>
public readonly record struct SchemeVerdict(string SchemeId, Verdict? Verdict);

/// <summary>The gate's answer: who may enter, or why not.</summary>
public readonly record struct Decision
{
    /// <summary>Why not; null when admitted.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Who enters, or who was recognised and yet refused by policy; null on a public route or when nobody was recognised.</summary>
    public Subject? Subject { get; init; }

    /// <summary>The scheme whose verdict this is; null when no scheme was asked.</summary>
    public IAuthScheme? Scheme { get; init; }

    /// <summary>The verdict of that scheme.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Every scheme's verdict; default (empty) on the way of admitted requests.</summary>
    public ImmutableArray<SchemeVerdict> SchemeVerdicts { get; init; }

    /// <summary>Whether credentials came at all: a refusal without them is a challenge.</summary>
    public bool CredentialsPresented { get; init; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAdmitted => Refusal is null;
}
