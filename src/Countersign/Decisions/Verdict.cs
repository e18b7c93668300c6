using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>One scheme's answer to presented credentials: a subject, or a refusal with evidence for the operator.</summary>
public readonly record struct Verdict
{
    private Verdict(Subject? subject, Refusal? refusal, string? evidence, string? claimedName, ResponseDuty? duty, TimeSpan? retryAfter)
    {
        Subject = subject;
        Refusal = refusal;
        Evidence = evidence;
        ClaimedName = claimedName;
        Duty = duty;
        RetryAfter = retryAfter;
    }

    /// <summary>Who was recognised; null when refused.</summary>
    public Subject? Subject { get; }

    /// <summary>Why not; null when accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What the operator may read about it: never a secret, never the peer's raw text.</summary>
    public string? Evidence { get; }

    /// <summary>The user name that the credentials claim, known or not. Masked before it is stored when it is unknown.</summary>
    public string? ClaimedName { get; }

    /// <summary>What the response has to carry, or null (Digest's Authentication-Info).</summary>
    public ResponseDuty? Duty { get; }

    /// <summary>Every check that failed, the refusal's own first; default when that is the only one.</summary>
    public ImmutableArray<FailedCheck> FailedChecks { get; init; }

    /// <summary>How long to wait, for refusals that pass by themselves.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The credentials are good and speak for <paramref name="subject"/>.</summary>
    public static Verdict Accept(Subject subject, ResponseDuty? duty = null) => new(subject, null, null, subject.Name, duty, null);

    /// <summary>The credentials are not good enough.</summary>
    public static Verdict Refuse(Refusal refusal, string? evidence = null, string? claimedName = null, TimeSpan? retryAfter = null) =>
        new(null, refusal, evidence, claimedName, null, retryAfter);
}
