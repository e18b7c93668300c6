using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Exchanges;

/// <summary>What a token says of itself. Nothing of it is verified.</summary>
public sealed record TokenFacts
{
    /// <summary>What it looks like.</summary>
    public required TokenShape Shape { get; init; }

    /// <summary>The members of the header of a signed token, by name; empty for others.</summary>
    public ImmutableDictionary<string, JsonElement> Header { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>The claims of a signed token, by name; empty for others.</summary>
    public ImmutableDictionary<string, JsonElement> Claims { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Names that stand twice in header or claims.</summary>
    public ImmutableArray<string> Duplicates { get; init; } = [];

    /// <summary>Whether the part of the signature is empty.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>What the strict reader finds in it; names and places, and nothing of what stands there.</summary>
    public ImmutableArray<TokenFault> Faults { get; init; } = [];

    /// <summary>What is wrong with its form; null for nothing.</summary>
    public string? Fault { get; init; }
}
