using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>What is known of the session by which somebody was recognised.</summary>
/// <param name="Handle">The public name of the session, for people, operators and logs; nobody gets in with it.</param>
/// <param name="SignedIn">When the person signed in (<c>auth_time</c>).</param>
public sealed record SessionFacts(string Handle, DateTimeOffset SignedIn)
{
    /// <summary>The provider by which the person signed in, as the configuration names it; null for a user of the store.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether the person's name is a provider's word alone: rules that name users mean others, who may have the same one.</summary>
    public bool IsNamedElsewhere { get; init; }

    /// <summary>By what it was proven who it is, in the words of RFC 8176 (<c>amr</c>).</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>How strongly (<c>acr</c>): what a provider says of it, and <c>mfa</c> where factors of two kinds were shown.</summary>
    public ImmutableArray<string> Strengths { get; init; } = [];
}
