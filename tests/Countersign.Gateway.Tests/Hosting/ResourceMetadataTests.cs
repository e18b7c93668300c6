using System.Text.Json;
using Countersign.Gateway.Publishing;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Wire;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A client that knows nothing but an address finds its way in (RFC 9728).</summary>
public sealed class ResourceMetadataTests
{
    private const string Well = "/.well-known/oauth-protected-resource";

    private const string Yaml = """
        schemes:
          tokens:
            type: bearer
            realm: Orders
            allow-cleartext: true
            issuers: [{ issuer: "https://id.example.org", audiences: ["https://api.example.org/orders"], keys: issuer.jwks }]
          bound: { type: dpop, tokens: tokens, allow-cleartext: true, algorithms: [ES256, PS256] }
        routes:
          - { name: read, match: { path: /orders/**, methods: [GET] }, access: { any-of: [tokens, bound], scopes: [orders.read] }, resource: "https://api.example.org/orders", upstream: UPSTREAM }
          - { name: write, match: { path: /orders/**, methods: [POST] }, access: { any-of: [bound], scopes: [orders.write] }, resource: "https://api.example.org/orders", upstream: UPSTREAM }
          - { name: strict, match: { path: /strict/** }, access: { any-of: [bound] }, resource: "https://api.example.org", upstream: UPSTREAM }
          - { name: rest, match: { path: /** }, access: public, upstream: UPSTREAM }
        """;

    [Fact]
    public async Task The_challenge_leads_to_metadata_that_name_the_resource_exactly()
    {
        await using var gateway = await StartAsync();

        var refused = await gateway.GetAsync("/orders/7", "Host: api.example.org");
        var challenge = Assert.Single(ChallengeReader.Read(refused.Challenges.First()).Challenges);
        var url = new Uri(challenge.Find("resource_metadata")!);
        var reply = await gateway.GetAsync(url.AbsolutePath, "Host: " + url.Authority);

        Assert.Equal(("https://api.example.org/.well-known/oauth-protected-resource/orders", 200), (url.AbsoluteUri, reply.Status));
        Assert.Equal("application/json", reply.Field("Content-Type"));
        Assert.Equal("*", reply.Field("Access-Control-Allow-Origin"));
        var metadata = JsonDocument.Parse(reply.Body).RootElement;
        Assert.Equal("https://api.example.org/orders", metadata.GetProperty("resource").GetString());
        Assert.Equal(["https://id.example.org"], Texts(metadata, "authorization_servers"));
        Assert.Equal(["orders.read", "orders.write"], Texts(metadata, "scopes_supported"));
        Assert.Equal(["header"], Texts(metadata, "bearer_methods_supported"));
        Assert.Equal(["ES256", "PS256"], Texts(metadata, "dpop_signing_alg_values_supported"));
        Assert.Equal("Orders", metadata.GetProperty("resource_name").GetString());
        Assert.False(metadata.TryGetProperty("dpop_bound_access_tokens_required", out _));
    }

    [Fact]
    public async Task A_resource_without_plain_tokens_says_so_and_lies_at_the_root()
    {
        await using var gateway = await StartAsync();

        var metadata = JsonDocument.Parse((await gateway.GetAsync(Well, "Host: api.example.org")).Body).RootElement;

        Assert.Equal("https://api.example.org", metadata.GetProperty("resource").GetString());
        Assert.True(metadata.GetProperty("dpop_bound_access_tokens_required").GetBoolean());
        Assert.False(metadata.TryGetProperty("scopes_supported", out _));
    }

    [Theory]
    [InlineData(Well + "/other", "api.example.org")]
    [InlineData(Well + "/orders", "other.example.org")]
    [InlineData(Well + "/orders/", "api.example.org")]
    [InlineData("/.well-known/jwks.json", "api.example.org")]
    public async Task What_is_not_configured_is_not_the_gateways(string path, string host)
    {
        await using var gateway = await StartAsync();

        await gateway.GetAsync(path, "Host: " + host);

        Assert.Equal(path, Assert.Single(gateway.Upstream.All).Target);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 204)]
    [InlineData("POST", 405)]
    public async Task The_metadata_are_there_to_be_read_alone(string method, int status)
    {
        await using var gateway = await StartAsync();

        var reply = await gateway.AskAsync(method, Well + "/orders", "Host: api.example.org");

        Assert.Equal((status, ""), (reply.Status, reply.Body));
        Assert.Empty(gateway.Upstream.All);
    }

    // The configuration takes no resource with a query.
    public static TheoryData<string, string> Urls => [.. Vectors.Load("oauth.json").GetProperty("protected_resource_metadata_urls").EnumerateArray()
        .Select(each => (each.GetProperty("resource").GetString()!, each.GetProperty("rfc9728_url").GetString()!))
        .Where(each => !each.Item1.Contains('?'))
        .Append(("https://h.example/a/", "https://h.example/.well-known/oauth-protected-resource/a/"))];

    [Theory]
    [MemberData(nameof(Urls))]
    public void The_well_known_part_goes_between_host_and_path(string resource, string metadata) => Assert.Equal(metadata, ResourceMetadata.UrlOf(resource));

    private static Task<RunningGateway> StartAsync()
    {
        return RunningGateway.StartAsync(Yaml.Replace("issuer.jwks", KeysFile(), StringComparison.Ordinal));

        static string KeysFile()
        {
            var file = Path.Combine(Path.GetTempPath(), "countersign-resource-metadata.jwks");
            if (!File.Exists(file))
                File.WriteAllText(file, JwkWriter.WriteSet([SigningKey.Create(JwsAlgorithm.ES256, "k").Verifier]));
            return file;
        }
    }

    private static IEnumerable<string?> Texts(JsonElement metadata, string name) => metadata.GetProperty(name).EnumerateArray().Select(value => value.GetString());
}
