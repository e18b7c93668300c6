using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>What a text is that was given as a token.</summary>
internal enum DecodedKind
{
    /// <summary>Signed, in three parts (JWS).</summary>
    SignedToken,

    /// <summary>Encrypted, in five parts (JWE): only its receiver can read it.</summary>
    EncryptedToken,

    /// <summary>A text that only its issuer can read.</summary>
    OpaqueToken,

    /// <summary>None of these.</summary>
    Unreadable,
}

/// <summary>A member of the header or a claim.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What it says now, in one line that a terminal can show.</param>
internal readonly record struct DecodedMember(string Name, string Words);

/// <summary>Something wrong in a token, and where.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Place">Its surroundings; null where the whole is meant.</param>
internal readonly record struct DecodedFault(TokenFault Fault, FaultPlace? Place);

/// <summary>What a token says of itself. Nothing of it is verified.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">How many characters it has.</param>
internal sealed record DecodedToken(DecodedKind Kind, int Length)
{
    /// <summary>Whether all of it could be read: a sound header, sound claims, a signature.</summary>
    public bool IsReadable { get; init; }

    /// <summary>The header as JSON; null when it could not be read.</summary>
    public JsonElement? Header { get; init; }

    /// <summary>The claims as JSON; null when they could not be read.</summary>
    public JsonElement? Claims { get; init; }

    /// <summary>The header's members in words.</summary>
    public ImmutableArray<DecodedMember> HeaderWords { get; init; } = [];

    /// <summary>The claims in words.</summary>
    public ImmutableArray<DecodedMember> ClaimWords { get; init; } = [];

    /// <summary>What is worth to be known of the whole.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>What is wrong.</summary>
    public ImmutableArray<DecodedFault> Faults { get; init; } = [];

    /// <summary>The clocks that it was looked at by.</summary>
    public required TokenClocks Clocks { get; init; }
}
