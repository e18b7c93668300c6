using System.Text;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>What an upstream can verify of who asks, without trusting the network.</summary>
public sealed class AssertionTests : IAsyncLifetime
{
    private const string Field = "Countersign-Assertion";

    private const string Yaml = """
        assertion: { issuer: "https://gateway.example.org", lifetime: 60s }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: api, header: X-API-Key }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: { urls: UPSTREAM, assertion: open } }
          - { name: plain, match: { path: /plain/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: stock, match: { path: /stock/** }, access: { any-of: [staff] }, upstream: { urls: UPSTREAM, assertion: stock } }
          - { name: orders, match: { path: /** }, access: { any-of: [staff, keys] }, upstream: { urls: UPSTREAM, assertion: orders } }
        """;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_upstream_verifies_by_the_published_keys_who_asks()
    {
        Assert.Equal(200, (await _gateway.GetAsync("/a", Carl)).Status);
        var claims = await VerifiedAsync(_gateway.Upstream.Last.Field(Field)!);

        Assert.Equal(("https://gateway.example.org", "carl"), (claims.Issuer, claims.Subject));
        Assert.Equal(["orders"], claims.Audience);
        Assert.Equal(("user", "staff"), (claims.All.GetProperty("kind").GetString(), claims.All.GetProperty("scheme").GetString()));
        Assert.Equal(60, claims.ExpiresAt!.Value.Seconds - claims.IssuedAt!.Value.Seconds);
    }

    [Fact]
    public async Task A_key_is_told_from_a_person()
    {
        var key = _gateway.Host.Services.Keys.Create("k", ["read"]);
        Assert.Equal(200, (await _gateway.GetAsync("/a", "X-API-Key: " + key.Key.Reveal())).Status);
        var claims = await VerifiedAsync(_gateway.Upstream.Last.Field(Field)!);

        Assert.Equal((key.Record.Id, "key", "keys"), (claims.Subject, claims.All.GetProperty("kind").GetString(), claims.All.GetProperty("scheme").GetString()));
        Assert.Equal(["read"], claims.Scopes);
    }

    [Fact]
    public async Task Each_upstream_gets_its_own()
    {
        await _gateway.GetAsync("/a", Carl);
        var orders = _gateway.Upstream.Last.Field(Field);
        await _gateway.GetAsync("/stock/a", Carl);
        var stock = _gateway.Upstream.Last.Field(Field);

        Assert.NotEqual(orders, stock);
        Assert.Equal(["stock"], (await VerifiedAsync(stock!)).Audience);
    }

    [Theory]
    [InlineData("Countersign-Assertion")]
    [InlineData("countersign_assertion")]
    [InlineData("Countersign.Assertion")]
    [InlineData("CountersignAssertion")]
    public async Task What_a_client_forges_reaches_no_upstream(string name)
    {
        foreach (var target in new[] { "/open/a", "/plain/a", "/a" })
        {
            Assert.Equal(200, (await _gateway.GetAsync(target, $"{name}: forged", Carl)).Status);
            Assert.DoesNotContain(_gateway.Upstream.Last.Fields, field => field.Value.Contains("forged", StringComparison.Ordinal));
        }

        await VerifiedAsync(_gateway.Upstream.Last.Field(Field)!);
    }

    [Theory]
    [InlineData("/open/a")] // nobody was recognised
    [InlineData("/plain/a")] // the upstream names no audience
    public async Task None_is_sent_where_there_is_nobody_to_speak_of_or_to(string target)
    {
        Assert.Equal(200, (await _gateway.GetAsync(target, Carl)).Status);

        Assert.Null(_gateway.Upstream.Last.Field(Field));
    }

    [Fact]
    public async Task Gateways_over_one_store_sign_by_one_key()
    {
        await using var log = new LogLines();
        await using var other = await GatewayHost.StartAsync(_gateway.Configuration, log, TestContext.Current.CancellationToken);
        await RunningGateway.AskAsync(new(other.Addresses[0]), "GET", "/a", Carl);

        await VerifiedAsync(_gateway.Upstream.Last.Field(Field)!);
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_until_its_last_assertion_has_ended()
    {
        var first = await SignedAsync();
        Assert.Equal(first.KeyId, Assert.Single((await KeysAsync()).Keys).KeyId);

        // The time of the next one has come, and those who verify have six minutes to learn of it.
        Assert.Equal(2, (await KeysAfterAsync(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(6), count: 2)).Length);
        Assert.Equal(first.KeyId, (await SignedAsync()).KeyId);

        // It signs, and who holds an assertion by the former still verifies it.
        await KeysAfterAsync(TimeSpan.FromMinutes(6), count: 2);
        var second = await Eventually.UntilAsync(SignedAsync, signed => signed.KeyId != first.KeyId, pause: 0.25);
        Assert.NotEqual(first.KeyId, second.KeyId);
        Assert.True((await KeysAsync()).Verify(first.Token, [JwsAlgorithm.ES256]).IsGood);

        Assert.Equal(second.KeyId, Assert.Single(await KeysAfterAsync(TimeSpan.FromMinutes(8), count: 1)));
    }

    [Fact]
    public async Task Keys_are_published_where_the_operator_wants_them_and_an_upstream_keeps_its_own()
    {
        _gateway.Reload(Yaml.Replace("lifetime: 60s", "lifetime: 60s, jwks-path: /.well-known/gateway-jwks.json", StringComparison.Ordinal));

        Assert.StartsWith("{\"keys\":", (await _gateway.GetAsync("/.well-known/gateway-jwks.json")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await _gateway.GetAsync("/.well-known/jwks.json", Carl)).Status);
        Assert.Equal("/.well-known/jwks.json", _gateway.Upstream.Last.Target);
    }

    [Fact]
    public async Task Keys_are_published_only_where_something_is_signed()
    {
        await using var gateway = await RunningGateway.StartAsync("routes: [{ name: all, access: deny }]");

        Assert.Equal(403, (await gateway.GetAsync("/.well-known/jwks.json")).Status);
    }

    /// <summary>An assertion that is made for this request: the former is sent no more once the configuration is another.</summary>
    private async Task<(string? KeyId, Jws Token)> SignedAsync()
    {
        _gateway.Reload(Yaml);
        await _gateway.GetAsync("/a", Carl);
        var text = _gateway.Upstream.Last.Field(Field)!;
        await VerifiedAsync(text);
        var token = JwsReader.Read(text).Token!;
        return (token.Header.KeyId, token);
    }

    /// <summary>The published keys once the known ones are so much older; the gateway looks whether it is time for another when its file is read.</summary>
    private async Task<string?[]> KeysAfterAsync(TimeSpan time, int count)
    {
        await using (var other = new SqliteConnection($"Data Source={_gateway.Host.Services.Store.Place};Pooling=False"))
            await other.ExecuteAsync("UPDATE signing_keys SET created = created - @Age, signs_from = signs_from - @Age", new { Age = (long)time.TotalMilliseconds });
        return await Eventually.UntilAsync(LookAsync, keys => keys.Length == count, pause: 0.25);

        async Task<string?[]> LookAsync()
        {
            _gateway.Reload(Yaml);
            return [.. (await KeysAsync()).Keys.Select(key => key.KeyId)];
        }
    }

    private async Task<JwtClaims> VerifiedAsync(string text)
    {
        var token = JwsReader.Read(text).Token!;
        Assert.Equal("countersign+jwt", token.Header.Type);
        Assert.True((await KeysAsync()).Verify(token, [JwsAlgorithm.ES256]).IsGood);
        return JwtClaimsReader.Read(token.Payload, out _)!;
    }

    private async Task<KeySet> KeysAsync()
    {
        var reply = await _gateway.GetAsync("/.well-known/jwks.json");
        Assert.Equal((200, "public, max-age=300", "*"), (reply.Status, reply.Field("Cache-Control"), reply.Field("Access-Control-Allow-Origin")));
        return JwkReader.ReadSet(Encoding.UTF8.GetBytes(reply.Body), KeyOrigin.Published).Keys;
    }
}
