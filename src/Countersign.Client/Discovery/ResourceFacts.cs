using System.Collections.Immutable;

namespace Countersign.Client.Discovery;

/// <summary>What was found out about a resource.</summary>
/// <param name="Resource">Its identifier, letter by letter.</param>
/// <param name="Server">Who gives tokens for it.</param>
internal sealed record ResourceFacts(string Resource, AuthorizationServer Server)
{
    /// <summary>The scopes by which it is used; empty when that is not said.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Where the challenge said that its metadata are; null when it did not.</summary>
    public string? Place { get; init; }

    /// <summary>When that was found out, by the monotonic clock.</summary>
    public long FoundAt { get; init; }
}
