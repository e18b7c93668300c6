using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Discovery;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.SignIns;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.McpClient;

/// <summary>What the client has to show, as the suite's context says.</summary>
internal static class Credentials
{
    private static readonly Uri Document = new("https://conformance-test.local/client-metadata.json");

    public static ReauthenticationOptions For(Uri server, JsonElement context)
    {
        var options = new ReauthenticationOptions();
        options.AddDiscoveredTokens(Origin.Of(server).ToString(), at => GrantAt(at, context), discovery =>
        {
            discovery.OfflineAccess = true;
            discovery.MissingMetadata = MissingMetadata.AssumeEndpoints;
            if (Environment.GetEnvironmentVariable("MCP_CONFORMANCE_SCENARIO")?.StartsWith("auth/dpop", StringComparison.Ordinal) == true)
                discovery.Key = DpopKey.Create();
            if (TextOf(context, "issuer") is { } issuer)
                discovery.Issuers.Add(issuer);
        });
        return options;
    }

    private static TokenGrant GrantAt(AuthorizationServer server, JsonElement context) => TextOf(context, "name") switch
    {
        "auth/client-credentials-basic" => new ClientCredentialsGrant(server.TokenEndpointFor(Registered(context)!)),
        "auth/client-credentials-jwt" => new ClientCredentialsGrant(server.TokenEndpointFor(
            ClientAuthentication.PrivateKeyJwt(TextOf(context, "client_id")!, KeyOf(context), server.Issuer, TimeProvider.System))),
        "auth/wif-jwt-bearer" => new JwtBearerGrant(server.TokenEndpointFor(ClientAuthentication.None(TextOf(context, "client_id")!)), _ => new(new Secret(TextOf(context, "valid_jwt")!))),
        "auth/enterprise-managed-authorization" => new JwtBearerGrant(server.TokenEndpointFor(Registered(context)!), cancel => new(OwnIdentityAsync(server, context, cancel))),
        _ => new AuthorizationCodeGrant(server, new(Browser()) { Client = Registered(context), ClientDocument = Document, ClientName = "conformance" }),
    };

    private static ClientAuthentication? Registered(JsonElement context) =>
        TextOf(context, "client_secret") is { } secret ? ClientAuthentication.SecretBasic(TextOf(context, "client_id")!, new(secret)) : null;

    // A person's browser that has nothing to fill in: it follows the redirect as far as the client's own address.
    private static UserAgent Browser() => UserAgent.Of(new("http://127.0.0.1:3333/callback"), async (address, cancel) =>
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var response = await http.GetAsync(address, cancel);
        return response.Headers.Location ?? throw new InvalidOperationException($"The authorization endpoint answered {(int)response.StatusCode}.");
    });

    private static SigningKey KeyOf(JsonElement context)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(TextOf(context, "private_key_pem"));
        var parts = key.ExportParameters(includePrivateParameters: true);
        var jwk = $$"""
            {"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(parts.Q.X)}}","y":"{{Base64Url.EncodeToString(parts.Q.Y)}}","d":"{{Base64Url.EncodeToString(parts.D)}}"}
            """;
        return JwkReader.ReadSigningKey(System.Text.Encoding.UTF8.GetBytes(jwk), JwsAlgorithm.ES256, out var fault) ?? throw new InvalidOperationException($"The key: {fault}");
    }

    // The company's identity provider vouches for the person at the server (draft-ietf-oauth-identity-assertion-authz-grant); to ask it is up to the caller of the grant.
    private static async Task<Secret> OwnIdentityAsync(AuthorizationServer server, JsonElement context, CancellationToken cancel)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            new("requested_token_type", "urn:ietf:params:oauth:token-type:id-jag"),
            new("subject_token", TextOf(context, "idp_id_token")),
            new("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            new("audience", server.Issuer),
            new("resource", Environment.GetCommandLineArgs()[^1]),
            new("client_id", TextOf(context, "idp_client_id")),
        ]);
        using var response = await http.PostAsync(TextOf(context, "idp_token_endpoint"), form, cancel);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
        return new(TextOf(answer.RootElement, "access_token")!);
    }

    private static string? TextOf(JsonElement context, string name) => context.TryGetProperty(name, out var member) ? member.GetString() : null;
}
