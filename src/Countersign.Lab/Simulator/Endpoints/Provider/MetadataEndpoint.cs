using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>What the provider says of itself.</summary>
/// <param name="path">Where: OpenID Connect has it below the issuer, RFC 8414 before its path.</param>
internal sealed class MetadataEndpoint(string path) : SimulatedEndpoint
{
    /// <summary>How clients show themselves.</summary>
    public static readonly string[] ClientMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];

    private static readonly string[] Algorithms = [.. TokenRules.AsymmetricAlgorithms.Select(algorithm => algorithm.Name)];

    public override string Path => path;

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "What the built-in identity provider says of itself (OpenID Connect Discovery §4, RFC 8414 §3): where its endpoints are and what they can.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(path)];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) => ValueTask.FromResult(ProviderAnswers.Public(Document(ProviderPlace.Of(request))));

    private static JsonObject Document(ProviderPlace place) => new()
    {
        ["issuer"] = place.Issuer,
        ["authorization_endpoint"] = place.At("authorize"),
        ["token_endpoint"] = place.At("token"),
        ["jwks_uri"] = place.At("jwks"),
        ["userinfo_endpoint"] = place.At("userinfo"),
        ["introspection_endpoint"] = place.At("introspect"),
        ["revocation_endpoint"] = place.At("revoke"),
        ["device_authorization_endpoint"] = place.At("device"),
        ["pushed_authorization_request_endpoint"] = place.At("par"),
        ["registration_endpoint"] = place.At("register"),
        ["end_session_endpoint"] = place.At("end-session"),
        ["response_types_supported"] = List("code"),
        ["response_modes_supported"] = List("query"),
        ["grant_types_supported"] = List([.. GrantType.All.Select(grant => grant.Name)]),
        ["subject_types_supported"] = List("public"),
        ["id_token_signing_alg_values_supported"] = List("RS256"),
        ["scopes_supported"] = List("openid", "profile", "email", "read", "write"),
        ["claims_supported"] = List("sub", "name", "email", "email_verified", "acr", "auth_time"),
        ["acr_values_supported"] = List(SignedIn.Plain, "mfa"),
        ["code_challenge_methods_supported"] = List("S256"),
        ["token_endpoint_auth_methods_supported"] = List(ClientMethods),
        ["token_endpoint_auth_signing_alg_values_supported"] = List(Algorithms),
        ["introspection_endpoint_auth_methods_supported"] = List([.. ClientMethods.Where(method => method != "none")]),
        ["introspection_endpoint_auth_signing_alg_values_supported"] = List(Algorithms),
        ["revocation_endpoint_auth_methods_supported"] = List(ClientMethods),
        ["revocation_endpoint_auth_signing_alg_values_supported"] = List(Algorithms),
        ["dpop_signing_alg_values_supported"] = List([.. new DpopRules().Algorithms.Select(algorithm => algorithm.Name)]),
        ["authorization_response_iss_parameter_supported"] = true,
        ["request_uri_parameter_supported"] = false,
        ["prompt_values_supported"] = List("none", "login", "consent"),
    };

    private static JsonArray List(params ReadOnlySpan<string> texts)
    {
        var list = new JsonArray();
        foreach (var text in texts)
            list.Add((JsonNode)text);
        return list;
    }
}
