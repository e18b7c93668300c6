using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Each way to get a token, at a certified provider.</summary>
public sealed class GrantTests : IAsyncLifetime
{
    private static readonly Uri Api = new("https://api.example.org");
    private readonly SigningKey _key = SigningKey.Create(JwsAlgorithm.ES256, "signer");
    private AuthorizationServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AuthorizationServer.StartAsync(_key, lifetime: 600);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Client_credentials_by_every_way_to_show_who_asks()
    {
        foreach (var client in (ClientAuthentication[])[ClientAuthentication.SecretBasic("app", new("app-secret")), Signer()])
        {
            var outcome = await new ClientCredentialsGrant(At(client)).RequestAsync(new() { Resource = Api, Scope = "orders.read" }, null, Cancel);

            Assert.True(outcome.Token is not null, outcome.Failure?.Detail);
            Assert.Equal(("Bearer", TimeSpan.FromMinutes(10)), (outcome.Token.Type, outcome.Token.Lifetime));
        }
    }

    [Fact]
    public async Task A_signed_word_is_new_with_each_question() // the provider takes none twice
    {
        var grant = new ClientCredentialsGrant(At(Signer()));

        for (var i = 0; i < 3; i++)
            Assert.NotNull((await grant.RequestAsync(new(), null, Cancel)).Token);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_and_is_not_sent_again_and_again()
    {
        var outcome = await new ClientCredentialsGrant(At(ClientAuthentication.SecretBasic("app", new("wrong")))).RequestAsync(new(), null, Cancel);

        Assert.Equal(RetryRule.Slowly, outcome.Retry);
        Assert.StartsWith($"{_server.Token}: invalid_client", outcome.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_exchanged_for_one_of_another_audience()
    {
        var subject = new ClientCredentialsGrant(At(ClientAuthentication.SecretBasic("app", new("app-secret")))) { Resources = [Api], Scope = "orders.read" };
        var grant = new TokenExchangeGrant(At(ClientAuthentication.SecretBasic("gateway", new("gateway-secret"))), subject) { Audiences = ["orders"] };

        var outcome = await grant.RequestAsync(new(), null, Cancel);

        Assert.True(outcome.Token is not null, outcome.Failure?.Detail);
        Assert.Equal("orders.read", outcome.Token.Scope);
    }

    [Fact]
    public async Task A_person_signs_in_on_another_device_once()
    {
        var terminal = At(ClientAuthentication.None("terminal"));
        var device = new DeviceCodeGrant(terminal, _server.DeviceAuthorization, (code, _) => AuthorizationServer.AgreeAsync(code.VerificationUriComplete!)) { Scope = "openid offline_access" };
        var grant = new RefreshTokenGrant(terminal, new MemoryTokenStore(), "me") { SignIn = device };

        var first = (await grant.RequestAsync(new(), null, Cancel)).Token!;
        var second = (await grant.RequestAsync(new(), first, Cancel)).Token!; // as if it had been refused
        var third = (await grant.RequestAsync(new(), second, Cancel)).Token!;

        Assert.Equal(3, new[] { first.Mark, second.Mark, third.Mark }.Distinct(StringComparer.Ordinal).Count());
        var counts = await _server.CountsAsync();
        Assert.Equal((1, 2), (counts.Given["urn:ietf:params:oauth:grant-type:device_code"], counts.Given["refresh_token"]));
        Assert.Empty(counts.Errors);
    }

    private ClientAuthentication Signer() => ClientAuthentication.PrivateKeyJwt("signer", _key, _server.Issuer, TimeProvider.System);

    private TokenEndpoint At(ClientAuthentication client) => new(_server.Token, client);
}
