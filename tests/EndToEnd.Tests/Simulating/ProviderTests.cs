using System.Text.Json;
using Countersign.EndToEnd.Tokens;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>The simulator's identity provider and its protected places as clients meet them that others wrote.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private SimulatedServer? _server;

    public async ValueTask InitializeAsync() => _server = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData("/sim/401/bearer", "oauth2", false, false, false)]
    [InlineData("/sim/401/bearer?scope=read%20write", "oidc", false, false, true)]
    [InlineData("/sim/401/bearer?scope=read", "oauth2", false, true, true)]
    [InlineData("/sim/401/dpop?scope=read", "oauth2", true, false, false)]
    [InlineData("/sim/401/dpop?dpop-nonce=required", "oidc", true, true, true)]
    [InlineData("/bearer", "oauth2", false, false, false)]
    public async Task Openid_client_finds_its_way_in_from_a_bare_refusal(string target, string algorithm, bool isBound, bool isPushed, bool isRegistered)
    {
        await using var client = Peer.Start("discoverer.mjs");

        var found = await client.AskAsync("enter", new { address = Url(target), algorithm, bound = isBound, pushed = isPushed, registered = isRegistered });

        Assert.Equal(isBound ? "DPoP" : "Bearer", found.GetProperty("scheme").GetString());
        Assert.Equal("anna", found.GetProperty("person").GetString());
        Assert.Equal([200, 200, 401], found.GetProperty("statuses").EnumerateArray().Select(status => status.GetInt32()));
        if (isRegistered)
            Assert.True(found.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Openid_client_connects_a_device()
    {
        await using var client = Peer.Start("discoverer.mjs");

        Assert.Equal(200, (await client.AskAsync("device", new { address = Url("/sim/401/bearer?scope=read"), algorithm = "oauth2" })).GetInt32());
    }

    [Theory]
    [InlineData("/idp/mint?as=text", "/bearer", 200, null)]
    [InlineData("/idp/mint?as=text&form=opaque", "/bearer", 200, null)]
    [InlineData("/idp/mint?as=text&flaw=expired", "/bearer", 401, "bearer-token-expired")]
    [InlineData("/idp/mint?as=text&flaw=confused", "/bearer", 401, "bearer-algorithm-not-allowed")]
    [InlineData("/idp/mint?as=text&flaw=unsigned", "/bearer", 401, "bearer-algorithm-not-allowed")]
    [InlineData("/idp/mint?as=text", "/sim/401/bearer?scope=write", 403, "scope-insufficient")]
    public async Task Curl_gets_a_token_and_is_told_what_is_wrong_with_it(string mint, string target, int status, string? reason)
    {
        var (_, token) = await Programs.CurlAsync(Url(mint));

        var (got, content) = await Programs.CurlAsync("--oauth2-bearer", token, Url(target));

        Assert.Equal(status, got);
        if (reason is not null)
            Assert.Equal(reason, JsonDocument.Parse(content).RootElement.GetProperty("reason").GetString());
    }

    private string Url(string target) => $"{_server!.Url.GetLeftPart(UriPartial.Authority)}{target}";
}
