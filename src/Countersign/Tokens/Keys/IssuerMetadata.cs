using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>What the metadata of an authorization server (RFC 8414 §2) or OpenID provider say of it; null for what they don't. URLs are as they stand there.</summary>
/// <param name="Issuer"><c>issuer</c>, which has to be the one that was asked for (RFC 8414 §3.3).</param>
/// <param name="JwksUri"><c>jwks_uri</c>: where its keys are.</param>
public sealed record IssuerMetadata(string? Issuer, string? JwksUri)
{
    /// <summary><c>token_endpoint</c>: where tokens are given and exchanged.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary><c>introspection_endpoint</c>: where it says what a token is worth (RFC 7662).</summary>
    public string? IntrospectionEndpoint { get; init; }

    /// <summary><c>authorization_endpoint</c>: where people sign in.</summary>
    public string? AuthorizationEndpoint { get; init; }

    /// <summary><c>userinfo_endpoint</c>: where it tells of the person for whom it gave an access token (OpenID Connect Core §5.3).</summary>
    public string? UserInfoEndpoint { get; init; }

    /// <summary><c>end_session_endpoint</c>: where people sign out (OpenID Connect RP-Initiated Logout §2.1).</summary>
    public string? EndSessionEndpoint { get; init; }

    /// <summary><c>pushed_authorization_request_endpoint</c>: where requests are handed in beforehand (RFC 9126 §5).</summary>
    public string? PushedRequestEndpoint { get; init; }

    /// <summary><c>require_pushed_authorization_requests</c>: whether it takes no others.</summary>
    public bool NeedsPushedRequests { get; init; }

    /// <summary><c>authorization_response_iss_parameter_supported</c>: whether its answers say whose they are (RFC 9207 §3).</summary>
    public bool NamesItselfInResponses { get; init; }

    /// <summary><c>id_token_signing_alg_values_supported</c>: what it signs ID tokens by; empty when that is not said.</summary>
    public ImmutableArray<string> IdTokenAlgorithms { get; init; } = [];

    /// <summary>Reads a document of at most <see cref="JwkReader.MaxLength"/> octets; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static IssuerMetadata? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, JwkReader.MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var document = JsonElement.Parse(json);
        return new(TextOf(document, "issuer"u8), TextOf(document, "jwks_uri"u8))
        {
            TokenEndpoint = TextOf(document, "token_endpoint"u8),
            IntrospectionEndpoint = TextOf(document, "introspection_endpoint"u8),
            AuthorizationEndpoint = TextOf(document, "authorization_endpoint"u8),
            UserInfoEndpoint = TextOf(document, "userinfo_endpoint"u8),
            EndSessionEndpoint = TextOf(document, "end_session_endpoint"u8),
            PushedRequestEndpoint = TextOf(document, "pushed_authorization_request_endpoint"u8),
            NeedsPushedRequests = IsTrue(document, "require_pushed_authorization_requests"u8),
            NamesItselfInResponses = IsTrue(document, "authorization_response_iss_parameter_supported"u8),
            IdTokenAlgorithms = TextsOf(document, "id_token_signing_alg_values_supported"u8),
        };
    }

    private static bool IsTrue(JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;

    private static ImmutableArray<string> TextsOf(JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array
            ? [.. member.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private static string? TextOf(JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
