using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>What one scheme of the route said, for the journal and for explain.</summary>
/// <param name="SchemeId">The configured name of the scheme.</param>
/// <param name="Verdict">Its verdict; null when none of its credentials were presented.</param>
public readonly record struct SchemeVerdict(string SchemeId, Verdict? Verdict);

/// <summary>The gate's answer: who may enter, or why not.</summary>
public readonly record struct Decision
{
    // Set by the two ways in alone: whatever else a decision may say or lack, it is a no.
    private readonly bool _admits;

    private Decision(bool admits) => _admits = admits;

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

    /// <summary>What the operator may know beyond the refusal when it is not a scheme's: never a secret, never the peer's raw text.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether credentials came at all: a 401 without them only asks, where a closed area, a network or an unknown address refuses without asking.</summary>
    public bool CredentialsPresented { get; init; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAdmitted => _admits && Refusal is null;

    /// <summary>The request needs to say nothing: its route is public.</summary>
    internal static Decision AdmitAnybody() => new(admits: true);

    /// <summary>The subject that a scheme recognised may enter.</summary>
    internal static Decision Admit(Subject subject, IAuthScheme scheme, Verdict verdict) =>
        new(admits: true) { Subject = subject, Scheme = scheme, Verdict = verdict, CredentialsPresented = true };
}
