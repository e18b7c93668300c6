using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Countersign.Tokens;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>The gateway's signed word of who asks, verified as upstreams do: by another library (npm's jose), with the keys that the gateway publishes.</summary>
public sealed class AssertionTests(TokenPeers peers)
{
    private const string Issuer = "https://gateway.example.org";
    private const string Type = "countersign+jwt";

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    [InlineData("EdDSA")]
    public async Task An_upstream_takes_the_word_that_is_for_it_and_no_other(string algorithm)
    {
        await using var site = await RunAsync(algorithm);
        var reader = Reader(site, "orders");
        var (orders, stock) = (await SignedAsync(site, "orders"), await SignedAsync(site, "stock"));

        Assert.Null(await reader.VerdictAsync(orders, Issuer, "orders", Type, algorithm));
        Assert.Null(await reader.VerdictAsync(stock, Issuer, "stock", Type, algorithm));
        Assert.Equal(Unexpected("aud"), await reader.VerdictAsync(stock, Issuer, "orders", Type, algorithm));
        Assert.Equal(Unexpected("iss"), await reader.VerdictAsync(orders, "https://another.example.org", "orders", Type, algorithm));
        Assert.Equal(Unexpected("typ"), await reader.VerdictAsync(orders, Issuer, "orders", "at+jwt", algorithm));
    }

    [Fact]
    public async Task Keys_change_and_every_word_counts_to_its_end()
    {
        await using var site = await RunAsync();
        var (asks, keeps) = (Reader(site, "asks for what it does not know"), Reader(site, "keeps what it has", 3_600_000));
        var first = await SignedAsync(site, "orders");
        Assert.Null(await VerdictAsync(asks, first));

        // The next key is published and does not sign yet.
        await AgeAsync(site, TimeSpan.FromDays(30) - TimeSpan.FromMinutes(15));
        Assert.Equal(2, await UntilAsync(site, () => CountAsync(site), count => count == 2));
        Assert.Equal(KeyOf(first), KeyOf(await SignedAsync(site, "orders")));
        Assert.Null(await VerdictAsync(keeps, first));

        // Now it does. Who read the set in time need not read it again, and who did not finds it there.
        await AgeAsync(site, TimeSpan.FromMinutes(15));
        var second = await UntilAsync(site, () => SignedAsync(site, "orders"), word => KeyOf(word) != KeyOf(first));
        Assert.NotEqual(KeyOf(first), KeyOf(second));
        foreach (var reader in new[] { keeps, asks })
        {
            Assert.Null(await VerdictAsync(reader, first));
            Assert.Null(await VerdictAsync(reader, second));
        }

        // No word by the former key can count any more, and whoever reads the set from now on knows none by it.
        await AgeAsync(site, TimeSpan.FromMinutes(26));
        Assert.Equal(1, await UntilAsync(site, () => CountAsync(site), count => count == 1));
        var late = Reader(site, "comes late");
        Assert.StartsWith("ERR_JWKS_NO_MATCHING_KEY", await VerdictAsync(late, first), StringComparison.Ordinal);
        Assert.Null(await VerdictAsync(late, second));
    }

    private static Task<Site> RunAsync(string algorithm = "ES256") =>
        Site.RunAsync(Yaml(algorithm), ("users.htpasswd", File.ReadAllText(Path.Combine(Checkout.Root, "examples", "users.htpasswd"))));

    private static string Yaml(string algorithm = "ES256") => $$"""
        assertion: { issuer: {{Issuer}}, algorithm: {{algorithm}}, lifetime: 10m, rotate: 30d }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: ./users.htpasswd, allow-cleartext: true }
        routes:
          - { name: stock, match: { path: /stock/** }, access: { any-of: [staff] }, upstream: { urls: UPSTREAM, assertion: stock } }
          - { name: orders, match: { path: /orders/** }, access: { any-of: [staff] }, upstream: { urls: UPSTREAM, assertion: orders } }
        """;

    /// <summary>What the upstream got.</summary>
    private static async Task<string> SignedAsync(Site site, string upstream)
    {
        var (status, body) = await Programs.CurlAsync("--user", "carl:sha1-user", site.Url($"/{upstream}/x"));
        Assert.Equal(200, status);
        return JsonDocument.Parse(body).RootElement.GetProperty("headers").GetProperty("countersign-assertion").GetString()!;
    }

    private static string? KeyOf(string assertion) => JwsReader.Read(assertion).Token!.Header.KeyId;

    /// <summary>Makes the keys so much older.</summary>
    private static async Task AgeAsync(Site site, TimeSpan time)
    {
        var path = site.PathOf("countersign.db");
        using var store = Store.Open("sqlite:" + path);
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.ExecuteAsync("UPDATE signing_keys SET created = created - @Age, signs_from = signs_from - @Age", new { Age = (long)time.TotalMilliseconds });
    }

    /// <summary>Looks again and again. When the gateway reads its file anew, it sees whether the keys have to change, and signs anew.</summary>
    private static async Task<T> UntilAsync<T>(Site site, Func<Task<T>> look, Predicate<T> isGood) => await Eventually.UntilAsync(
        async () =>
        {
            await site.ConfigureAsync($"# {TimeProvider.System.GetTimestamp()}\n{Yaml()}");
            return await look();
        },
        isGood,
        pause: 0.5);

    private static async Task<int> CountAsync(Site site) =>
        JsonDocument.Parse((await Programs.CurlAsync(site.Url("/.well-known/jwks.json"))).Body).RootElement.GetProperty("keys").GetArrayLength();

    private static Task<string?> VerdictAsync(KeyReader reader, string word) => reader.VerdictAsync(word, Issuer, "orders", Type);

    private static string Unexpected(string claim) => $"ERR_JWT_CLAIM_VALIDATION_FAILED: unexpected \"{claim}\" {(claim == "typ" ? "JWT header" : "claim")} value";

    private KeyReader Reader(Site site, string name, int pause = 0) => new(peers.Judge, site.Url("/.well-known/jwks.json"), name, pause);
}
