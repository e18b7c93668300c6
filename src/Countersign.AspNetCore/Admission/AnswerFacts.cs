using System.Collections.Immutable;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>All that an answer to a refused request tells.</summary>
/// <param name="Refusal">Why it was refused.</param>
/// <param name="Reference">The id that joins the answer with the journal.</param>
public sealed record AnswerFacts(Refusal Refusal, string Reference)
{
    /// <summary>The gate's decision; default when the request never came to the gate.</summary>
    public Decision Decision { get; init; }

    /// <summary>The challenges, each one field line, in order of preference.</summary>
    public ImmutableArray<string> Challenges { get; init; } = [];

    /// <summary>Fields that belong to the challenges, such as <c>DPoP-Nonce</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ChallengeFields { get; init; } = [];

    /// <summary>The protected area that people are told: the realm; null for none.</summary>
    public string? Area { get; init; }

    /// <summary>The host that people are told; null for none.</summary>
    public string? Host { get; init; }

    /// <summary>Which scripts may read the answer; null for those of the same origin alone.</summary>
    public CorsAnswer? Cors { get; init; }

    /// <summary>Whether the route answers differently by Origin, even if this one is not allowed.</summary>
    public bool VariesByOrigin { get; init; }

    /// <summary>How long to wait before another try; null when that is unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a 403 is shown as 404.</summary>
    public bool Conceal { get; init; }

    /// <summary>The page where people can sign in, a path; null where that would not help.</summary>
    public string? Login { get; init; }

    /// <summary>Where the client is sent instead of being refused; null to refuse it.</summary>
    public string? Location { get; init; }

    /// <summary>A Set-Cookie line; null for none.</summary>
    public string? Cookie { get; init; }

    /// <summary>The refusal that the answer shows: the public one, a concealed 403 as not found.</summary>
    public Refusal Shown => Conceal && Refusal.Row().Status == 403
        ? Refusal.RouteNotFound
        : Refusal.Row().PublicAs ?? Refusal;

    /// <summary>The status of the answer (but for gRPC, which always says 200).</summary>
    public int Status => Location is null ? Shown.Row().Status : StatusCodes.Status303SeeOther;
}
