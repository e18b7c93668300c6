using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>What one scheme said, as the journal keeps it.</summary>
/// <param name="Scheme">The configured name of the scheme.</param>
/// <param name="Refusal">Why it refused; null when it accepted (a policy rule refused then).</param>
/// <param name="Evidence">Safe evidence for the operator, or null.</param>
public sealed record JournalVerdict(string Scheme, Refusal? Refusal, string? Evidence)
{
    /// <summary>Safe evidence for the operator, cut to 512 characters, or null.</summary>
    public string? Evidence { get; init; } = Evidence is null ? null : PeerText.Evidence(Evidence);
}

/// <summary>
/// One judged request, with nothing in it that is secret, and bounded in what peers choose, wherever it is kept. Plain challenges are kept in memory alone,
/// refusals are stored.
/// </summary>
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

    /// <summary>The method, cut to 64 characters.</summary>
    public required string Method { get; init => field = PeerText.Method(value); }

    /// <summary>The scheme of the target, http or https.</summary>
    public required string UrlScheme { get; init; }

    /// <summary>The host and port as the client asked for them, cut to 261 characters.</summary>
    public required string Authority { get; init => field = PeerText.Authority(value); }

    /// <summary>The canonical path, without the query, cut to 2048 characters.</summary>
    public required string Path { get; init => field = PeerText.Path(value); }

    /// <summary>The name of the route; null when none matched.</summary>
    public string? Route { get; init; }

    /// <summary>The client's address.</summary>
    public required string ClientAddress { get; init; }

    /// <summary>The configured name of the scheme whose refusal this is; null when none was asked.</summary>
    public string? Scheme { get; init; }

    /// <summary>The user or key id when it is known; masked (<c>a***</c>) when it is not. Cut to 256 characters.</summary>
    public string? Subject { get; init => field = value is null ? null : PeerText.Subject(value); }

    /// <summary>What every asked scheme said.</summary>
    public ImmutableArray<JournalVerdict> Verdicts { get; init; } = [];

    /// <summary>The challenges of the answer, as sent.</summary>
    public ImmutableArray<string> Challenges { get; init; } = [];

    /// <summary>Whether the client was only asked for credentials: none came, and the answer has challenges.</summary>
    public bool IsPlainChallenge => !CredentialsPresented && Gate.IsChallenged(Refusal);
}
