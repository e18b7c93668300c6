using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Inspector.Exchanges;

/// <summary>What a request shows of who sends it: all that can be said about credentials, and not the credentials.</summary>
public sealed record PresentedCredentials
{
    /// <summary>Where they stand.</summary>
    public required CredentialsPlace Place { get; init; }

    /// <summary>The name of the field, parameter or cookie.</summary>
    public required string Name { get; init; }

    /// <summary>The scheme as written; null where the place has none.</summary>
    public string? Scheme { get; init; }

    /// <summary>Equal credentials have equal marks within one recording, and in no two recordings.</summary>
    public required string Mark { get; init; }

    /// <summary>Whether somebody hid them before: nothing can be said of them but that they were there, and their mark is equal to none.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>How many characters they are.</summary>
    public int Length { get; init; }

    /// <summary>What is wrong with their grammar; the offsets are those of the value as it was sent.</summary>
    public ImmutableArray<WireFault> Faults { get; init; } = [];

    /// <summary>What people and programs do to credentials by mistake.</summary>
    public ImmutableArray<CredentialsSlip> Slips { get; init; } = [];

    /// <summary>For Basic: what its base64 holds; null for others.</summary>
    public BasicFacts? Basic { get; init; }

    /// <summary>For Digest: all parameters; null for others. The response is a proof and no secret, and is kept.</summary>
    public ImmutableArray<AuthParam> DigestParams { get; init; } = [];

    /// <summary>For what looks like a token: what it says; null for others.</summary>
    public TokenFacts? Token { get; init; }

    /// <summary>Whether the scheme is this one.</summary>
    public bool Is(string scheme) => scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase);
}
