using System.Collections.Immutable;
using Countersign.Cli.Requests.Recording;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;

namespace Countersign.Cli.Requests;

/// <summary>One message of an exchange, and what became of it.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Message">The message.</param>
internal sealed record StoryLeg(int Number, RecordedMessage Message)
{
    /// <summary>What it is for, as programs are told.</summary>
    public string Purpose => IsTunnel ? "tunnel" : IsBackChannel ? "credentials" : IsAgain ? "replay" : "request";

    /// <summary>Whether it is not the caller's request but a question for what it needs, such as a token.</summary>
    public bool IsBackChannel { get; init; }

    /// <summary>Whether it asks a proxy for a tunnel (CONNECT), by which another message goes.</summary>
    public bool IsTunnel { get; init; }

    /// <summary>Whether it is the caller's request itself.</summary>
    public bool IsRequest => !IsBackChannel && !IsTunnel;

    /// <summary>The scheme of the credentials with it; null for none.</summary>
    public string? Scheme { get; init; }

    /// <summary>Whether the message before it was the same request.</summary>
    public bool IsAgain { get; init; }

    /// <summary>What became of each challenge of its answer; empty where nobody looked at them.</summary>
    public ImmutableArray<ChallengeJudgement> Judgements { get; set; } = [];

    /// <summary>The address of the request that its answer leads to; null for none that is followed.</summary>
    public Uri? Next { get; set; }

    /// <summary>The fields that the next request goes without.</summary>
    public ImmutableArray<string> LeftBehind { get; set; } = [];

    /// <summary>Why there was no going on.</summary>
    public Failure? Failure { get; set; }
}
