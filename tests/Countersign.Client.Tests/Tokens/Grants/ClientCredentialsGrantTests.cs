using System.Text;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

public sealed class ClientCredentialsGrantTests : IDisposable
{
    private readonly StubEndpoint _server = new();
    private readonly BackChannel _channel;

    public ClientCredentialsGrantTests() => _channel = new(_server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Asks_in_its_own_name() // RFC 6749 §4.4.2
    {
        await AskAsync(new(), ClientAuthentication.SecretBasic("app", new("hush")));

        var question = Assert.Single(_server.Asked);
        Assert.Equal("app:hush", Encoding.ASCII.GetString(Convert.FromBase64String(question.Authorization!["Basic ".Length..])));
        Assert.Equal(["grant_type"], question.Form.Keys);
        Assert.Equal("client_credentials", question.Form["grant_type"]);
    }

    [Fact]
    public async Task Asks_for_what_the_request_names_else_for_what_the_grant_does()
    {
        await AskAsync(new(), null);
        await AskAsync(new() { Scope = "write", Resource = new("https://r.example") }, null);
        var grant = new ClientCredentialsGrant(Endpoint(null)) { Scope = "all", Resources = [new("https://a.example"), new("https://b.example/")], Parameters = [new("audience", "orders")] };
        await grant.RequestAsync(new(), null, Cancel);
        await grant.RequestAsync(new() { Scope = "write", Resource = new("https://r.example") }, null, Cancel);

        Assert.Equal([null, "write", "all", "write"], _server.Asked.Select(question => question.Form.GetValueOrDefault("scope")));
        Assert.Equal([null, "https://r.example", "https://a.example https://b.example/", "https://r.example"], _server.Asked.Select(question => question.Form.GetValueOrDefault("resource")));
        Assert.Equal([null, null, "orders", "orders"], _server.Asked.Select(question => question.Form.GetValueOrDefault("audience")));
    }

    [Fact]
    public async Task A_token_without_a_next_one_is_used_as_long_as_it_is_taken()
    {
        var api = new TokenApi(token => token == "fixed");
        var options = new ReauthenticationOptions();
        options.AddBearer("https://api.example", new StaticTokenGrant(new("fixed")));
        options.AddBearer("https://other.example", new StaticTokenGrant(new("wrong")));
        using var client = new HttpClient(new ReauthenticationHandler(options, api));

        Assert.True((await client.GetAsync("https://api.example", Cancel)).IsSuccessStatusCode);
        for (var i = 0; i < 3; i++)
        {
            var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://other.example", Cancel));
            Assert.Equal(FailureReason.CredentialsRejected, failure.Failure.Reason);
            Assert.DoesNotContain("wrong", failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(["fixed", "wrong", "wrong", "wrong"], api.Seen.Select(seen => seen.Token));
    }

    private TokenEndpoint Endpoint(ClientAuthentication? client) => new(new("https://as.example/token"), client ?? ClientAuthentication.None("app"), _channel);

    private Task<GrantOutcome> AskAsync(TokenRequest request, ClientAuthentication? client) => new ClientCredentialsGrant(Endpoint(client)).RequestAsync(request, null, Cancel);
}
