using System.Buffers.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Tokens that a certified provider exchanges for the upstream (RFC 8693), and what its refusals become.</summary>
public sealed class ExchangeTests(TokenPeers peers)
{
    [Fact]
    public async Task The_upstream_gets_a_token_that_the_provider_made_for_it_alone()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await RunAsync(provider);
        var token = await provider.TokenAsync();

        var orders = await site.GetAsync("/orders/x", token);
        var again = await site.GetAsync("/orders/y", token);
        var stock = await site.GetAsync("/stock/x", token);

        Assert.Equal((200, 200, 200), (orders.Status, again.Status, stock.Status));
        Assert.DoesNotContain(token, orders.Body.GetRawText() + stock.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(Given(orders), Given(again));
        Assert.Equal(2, await provider.ExchangesAsync());
        var reader = new KeyReader(peers.Judge, provider.Issuer + "/jwks");
        Assert.Null(await reader.VerdictAsync(Given(orders), provider.Issuer, "orders", "at+jwt"));
        Assert.Null(await reader.VerdictAsync(Given(stock), provider.Issuer, "stock", "at+jwt"));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(Given(orders).Split('.')[1])).RootElement;
        Assert.Equal(("app", "orders.read"), (claims.GetProperty("sub").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Equal("gateway", claims.GetProperty("act").GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData("/unknown/x", "invalid_target")]
    [InlineData("/secret/x", "refuses the gateway as a client")]
    public async Task What_the_provider_has_against_the_gateway_is_no_fault_of_the_token(string path, string told)
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await RunAsync(provider);

        var answer = await site.GetAsync(path, await provider.TokenAsync());

        Assert.Equal((503, "issuer-unavailable", ""), (answer.Status, answer.Reason, answer.Challenge));
        Assert.NotNull(answer.RetryAfter);
        Assert.Contains(told, await site.ToldAsync(answer), StringComparison.Ordinal);
        Assert.DoesNotContain(told, answer.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_provider_takes_no_more_is_refused_and_a_new_one_helps()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await RunAsync(provider);
        var old = await provider.TokenAsync();
        Assert.Equal(200, (await site.GetAsync("/orders/x", old)).Status);

        // The gateway still knows the key, and no exchange for the other upstream.
        await provider.RotateAsync(keep: 0);
        var refused = await site.GetAsync("/stock/x", old);
        var known = await site.GetAsync("/orders/x", old);
        var fresh = await site.GetAsync("/stock/x", await provider.TokenAsync());

        Assert.Equal((401, "bearer-token-invalid"), (refused.Status, refused.Reason));
        Assert.Contains("error=\"invalid_token\"", refused.Challenge, StringComparison.Ordinal);
        Assert.Contains("invalid_request", await site.ToldAsync(refused), StringComparison.Ordinal);
        Assert.Equal((200, 200), (known.Status, fresh.Status));
    }

    [Fact] // which its error does not tell from a broken token (docs/how-to/tell-upstreams-who-asks.md)
    public async Task A_client_that_may_not_exchange_hears_invalid_request_for_every_token()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await RunAsync(provider);

        var answer = await site.GetAsync("/client/x", await provider.TokenAsync());

        Assert.Equal((401, "bearer-token-invalid"), (answer.Status, answer.Reason));
        Assert.Contains("invalid_request", await site.ToldAsync(answer), StringComparison.Ordinal);
        Assert.Equal(0, await provider.ExchangesAsync());
    }

    [Fact]
    public async Task While_the_provider_is_down_known_exchanges_serve_and_others_wait()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await RunAsync(provider);
        var token = await provider.TokenAsync();
        Assert.Equal(200, (await site.GetAsync("/orders/x", token)).Status);

        await provider.GoDownAsync();
        var known = await site.GetAsync("/orders/x", token);
        var other = await site.GetAsync("/stock/x", token);
        await provider.ComeUpAsync();
        var after = await site.GetAsync("/stock/x", token);

        Assert.Equal((200, 503, "issuer-unavailable"), (known.Status, other.Status, other.Reason));
        Assert.NotNull(other.RetryAfter);
        Assert.Equal(200, after.Status);
    }

    /// <summary>The token that the upstream got.</summary>
    private static string Given(TokenAnswer answer)
    {
        var value = answer.Body.GetProperty("headers").GetProperty("authorization").GetString()!;
        Assert.StartsWith("Bearer ", value, StringComparison.Ordinal);
        return value["Bearer ".Length..];
    }

    private static async Task<TokenSite> RunAsync(Provider provider)
    {
        var site = await Site.RunAsync(
            $$"""
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{provider.Issuer}}", audiences: [{{Provider.Audience}}] }] }
            routes:
            {{Route("orders", "orders")}}
            {{Route("stock", "stock")}}
            {{Route("unknown", "unheard-of")}}
            {{Route("secret", "orders", secret: "wrong.secret")}}
            {{Route("client", "orders", client: "app", secret: "app.secret")}}
            """,
            ("gateway.secret", "gateway-secret"),
            ("app.secret", "app-secret"),
            ("wrong.secret", "another-secret"));
        return new(site, [provider]);

        string Route(string name, string audience, string client = "gateway", string secret = "gateway.secret") => $$"""
              - name: {{name}}
                match: { path: /{{name}}/** }
                access: { any-of: [tokens] }
                upstream: { urls: UPSTREAM, exchange: { issuer: "{{provider.Issuer}}", client-id: {{client}}, client-secret: "${file:./{{secret}}}", audience: [{{audience}}] } }
            """;
    }
}
