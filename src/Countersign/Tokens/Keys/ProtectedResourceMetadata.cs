using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>What the metadata of a protected resource say of it (RFC 9728 §2). URLs are as they stand there, for they are compared letter by letter (§6).</summary>
/// <param name="Resource"><c>resource</c>: its identifier, which has to be the one that was asked for (§3.3); null when it is not said.</param>
public sealed record ProtectedResourceMetadata(string? Resource)
{
    /// <summary>The longest document that is read, in octets.</summary>
    public const int MaxLength = JwkReader.MaxLength;

    /// <summary><c>authorization_servers</c>: the issuers of tokens for it; empty when that is not said.</summary>
    public ImmutableArray<string> AuthorizationServers { get; init; } = [];

    /// <summary><c>scopes_supported</c>: the scopes by which it is used; empty when that is not said.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary><c>bearer_methods_supported</c>: where tokens may be shown (<c>header</c>, <c>body</c>, <c>query</c>); null when that is not said.</summary>
    public ImmutableArray<string>? BearerMethods { get; init; }

    /// <summary><c>dpop_bound_access_tokens_required</c>: whether it takes none but tokens that are bound to a key (RFC 9449).</summary>
    public bool NeedsBoundTokens { get; init; }

    /// <summary>Reads a document; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static ProtectedResourceMetadata? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var document = JsonElement.Parse(json);
        return new(document.TextOf("resource"u8))
        {
            AuthorizationServers = document.TextsOf("authorization_servers"u8),
            Scopes = document.TextsOf("scopes_supported"u8),
            BearerMethods = document.TextsOrNull("bearer_methods_supported"u8),
            NeedsBoundTokens = document.IsTrue("dpop_bound_access_tokens_required"u8),
        };
    }
}
