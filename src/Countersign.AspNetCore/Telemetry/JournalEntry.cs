using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>What one scheme said, as the journal keeps it.</summary>
/// <param name="Scheme">The configured name of the scheme.</param>
/// <param name="Refusal">Why it refused; null when it accepted (a policy rule refused then).</param>
/// <param name="Evidence">Safe evidence for the operator, or null.</param>
public sealed record JournalVerdict(string Scheme, Refusal? Refusal, string? Evidence);

/// <summary>One judged request, with nothing in it that is secret. Plain challenges are kept in memory alone, refusals are stored.</summary>
public sealed record JournalEntry
{
    /// <summary>The reference id that the client saw.</summary>
    public required string Reference { get; init; }

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why it was refused.</summary>
    public required Refusal Refusal { get; init; }

    /// <summary>Whether credentials came.</summary>
    public required bool CredentialsPresented { get; init; }

    /// <summary>The status of the answer; differs from the row's where a route conceals (404).</summary>
    public required int Status { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The scheme of the target, http or https.</summary>
    public required string UrlScheme { get; init; }

    /// <summary>The host and port as the client asked for them.</summary>
    public required string Authority { get; init; }

    /// <summary>The canonical path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the route; null when none matched.</summary>
    public string? Route { get; init; }

    /// <summary>The client's address.</summary>
    public required string ClientAddress { get; init; }

    /// <summary>The configured name of the scheme whose refusal this is; null when none was asked.</summary>
    public string? Scheme { get; init; }

    /// <summary>The user or key id when it is known; masked (<c>a***</c>) when it is not.</summary>
    public string? Subject { get; init; }

    /// <summary>What every asked scheme said.</summary>
    public ImmutableArray<JournalVerdict> Verdicts { get; init; } = [];

    /// <summary>The challenges of the answer, as sent.</summary>
    public ImmutableArray<string> Challenges { get; init; } = [];

    /// <summary>Whether the client was only asked for credentials: none came, and the answer has challenges.</summary>
    public bool IsPlainChallenge => !CredentialsPresented && Gate.IsChallenged(Refusal);
}
