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

    /// <summary><c>revocation_endpoint</c>: where clients give back tokens that are to count no more (RFC 7009).</summary>
    public string? RevocationEndpoint { get; init; }

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

    /// <summary><c>device_authorization_endpoint</c>: where codes are given that a person enters on another device (RFC 8628 §4).</summary>
    public string? DeviceEndpoint { get; init; }

    /// <summary><c>registration_endpoint</c>: where clients make themselves known (RFC 7591).</summary>
    public string? RegistrationEndpoint { get; init; }

    /// <summary><c>client_id_metadata_document_supported</c>: whether the address of a document about a client is taken for its name.</summary>
    public bool ReadsClientDocuments { get; init; }

    /// <summary><c>scopes_supported</c>: scopes that it knows; null when that is not said.</summary>
    public ImmutableArray<string>? Scopes { get; init; }

    /// <summary><c>code_challenge_methods_supported</c>: the methods of RFC 7636 that it knows; null when that is not said, which means none (RFC 8414 §2).</summary>
    public ImmutableArray<string>? CodeChallengeMethods { get; init; }

    /// <summary><c>token_endpoint_auth_methods_supported</c>: how clients show who they are; null when that is not said, which means <c>client_secret_basic</c>.</summary>
    public ImmutableArray<string>? TokenEndpointMethods { get; init; }

    /// <summary>Reads a document of at most <see cref="JwkReader.MaxLength"/> octets; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static IssuerMetadata? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, JwkReader.MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var document = JsonElement.Parse(json);
        return new(document.TextOf("issuer"u8), document.TextOf("jwks_uri"u8))
        {
            TokenEndpoint = document.TextOf("token_endpoint"u8),
            IntrospectionEndpoint = document.TextOf("introspection_endpoint"u8),
            RevocationEndpoint = document.TextOf("revocation_endpoint"u8),
            AuthorizationEndpoint = document.TextOf("authorization_endpoint"u8),
            UserInfoEndpoint = document.TextOf("userinfo_endpoint"u8),
            EndSessionEndpoint = document.TextOf("end_session_endpoint"u8),
            PushedRequestEndpoint = document.TextOf("pushed_authorization_request_endpoint"u8),
            NeedsPushedRequests = document.IsTrue("require_pushed_authorization_requests"u8),
            NamesItselfInResponses = document.IsTrue("authorization_response_iss_parameter_supported"u8),
            DeviceEndpoint = document.TextOf("device_authorization_endpoint"u8),
            RegistrationEndpoint = document.TextOf("registration_endpoint"u8),
            ReadsClientDocuments = document.IsTrue("client_id_metadata_document_supported"u8),
            Scopes = document.TextsOrNull("scopes_supported"u8),
            CodeChallengeMethods = document.TextsOrNull("code_challenge_methods_supported"u8),
            TokenEndpointMethods = document.TextsOrNull("token_endpoint_auth_methods_supported"u8),
            IdTokenAlgorithms = document.TextsOf("id_token_signing_alg_values_supported"u8),
        };
    }
}
