using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A client that knows nothing but an address finds the provider and gets in (RFC 9728), all over TLS.</summary>
public sealed class WayInTests(TokenPeers peers)
{
    [Fact]
    public async Task The_challenge_leads_to_the_provider_and_its_token_gets_in()
    {
        await using var secure = await SecureSite.RunAsync(
            peers, "  - { name: orders, match: { path: /orders/** }, access: { any-of: [tokens], scopes: [orders.read] }, resource: HERE/orders, upstream: UPSTREAM }");
        await using var client = Peer.Start("way-in.mjs", secure.Authority);
        var address = secure.Site.Url("/orders");

        var way = await client.AskAsync("enter", new { address, below = address + "/7?full", name = "app", secret = "app-secret" });

        var (parameters, metadata) = (way.GetProperty("parameters"), way.GetProperty("metadata"));
        Assert.Equal("bearer", way.GetProperty("scheme").GetString());
        Assert.False(parameters.TryGetProperty("error", out _), "nothing was wrong yet");
        Assert.Equal(secure.Site.Url("/.well-known/oauth-protected-resource/orders"), parameters.GetProperty("resource_metadata").GetString());
        Assert.Equal(address, metadata.GetProperty("resource").GetString());
        Assert.Equal([secure.Provider.Issuer], metadata.GetProperty("authorization_servers").Deserialize<string[]>()!);
        Assert.Equal(["orders.read"], metadata.GetProperty("scopes_supported").Deserialize<string[]>()!);
        Assert.True(way.GetProperty("isFoundByItself").GetBoolean());
        Assert.Equal([200, 200], way.GetProperty("statuses").Deserialize<int[]>()!);
    }
}
