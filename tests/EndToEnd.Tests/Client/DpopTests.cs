using System.Buffers.Text;
using System.Net;
using Countersign.Client;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.EndToEnd.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The client with a key, between a certified provider that demands nonces, and a gateway that demands its own.</summary>
public sealed class DpopTests(TokenPeers peers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ES256", 2048)]
    [InlineData("EdDSA", 2048)]
    [InlineData("PS256", 3072)]
    public async Task Gets_in_over_the_nonces_of_both(string algorithm, int bits)
    {
        var provider = await peers.OpenAsync("ES256", nonces: true);
        await using var site = await TokenSite.RunAsync([provider]);
        var legs = new Legs();
        using var client = Client(site, Endpoint(provider, new(SigningKey.Create(JwsAlgorithm.Find(algorithm)!, rsaBits: bits))), legs);

        using var first = await client.GetAsync(site.Site.Url("/nonces/x?y=%7e"), Cancel);
        using var second = await client.PostAsync(site.Site.Url("/nonces/a%20b/ä~"), new StringContent("{}"), Cancel);
        using var third = await client.GetAsync(site.Site.Url("/bound/x"), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, third.StatusCode));
        Assert.Equal("401 200 200 200", legs.ToString());
        Assert.Equal(2, await provider.TokenRequestsAsync()); // the first without a nonce
    }

    [Fact]
    public async Task A_hundred_requests_at_once_ask_for_one_token_and_all_get_in()
    {
        var provider = await peers.OpenAsync("ES256", nonces: true);
        await using var site = await TokenSite.RunAsync([provider]);
        using var client = Client(site, Endpoint(provider, DpopKey.Create()));

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.GetAsync(site.Site.Url($"/nonces/{i}"), Cancel)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(2, await provider.TokenRequestsAsync());
    }

    [Fact] // which takes no signed word twice
    public async Task A_client_that_signs_who_it_is_signs_anew_for_the_nonce()
    {
        var signer = SigningKey.Create(JwsAlgorithm.ES256);
        var provider = await peers.OpenAsync("ES256", nonces: true, signer: JwkWriter.Write(signer.Verifier));
        await using var site = await TokenSite.RunAsync([provider]);
        var endpoint = new TokenEndpoint(new(provider.Issuer + "/token"), ClientAuthentication.PrivateKeyJwt("signer", signer, provider.Issuer, TimeProvider.System)) { Key = DpopKey.Create() };
        using var client = Client(site, endpoint);

        using var response = await client.GetAsync(site.Site.Url("/nonces/x"), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_key_is_refused_and_the_gateways_words_reach_the_caller()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await TokenSite.RunAsync([provider]);
        var options = new ReauthenticationOptions();
        options.AddDpop(site.Site.Url(""), Grant(Endpoint(provider, DpopKey.Create())), DpopKey.Create(), dpop => dpop.AllowCleartext = true);
        using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(site.Site.Url("/bound/x"), Cancel));

        Assert.Equal((FailureReason.CredentialsRejected, "DPoP"), (failed.Failure.Reason, failed.Scheme));
        Assert.NotNull(failed.Problem?.Reference);
        await site.Site.Gateway.TellsAsync(failed.Problem.Reference, "bearer-token-bound");
    }

    [Fact]
    public async Task A_token_that_the_provider_bound_to_nothing_is_not_sent()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await TokenSite.RunAsync([provider]);
        var legs = new Legs();
        using var client = Client(site, Endpoint(provider, key: null), legs);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(site.Site.Url("/bound/x"), Cancel));

        Assert.Equal(FailureReason.TokenTypeWrong, failed.Failure.Reason);
        Assert.Equal("401 bare", legs.ToString());
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(7200)]
    public async Task A_client_with_a_wrong_clock_gets_in_by_those_of_the_servers(int seconds)
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await TokenSite.RunAsync([provider]);
        var key = new DpopKey(SigningKey.Create(JwsAlgorithm.ES256), new OffClock(TimeSpan.FromSeconds(seconds)));
        var legs = new Legs();
        using var client = Client(site, Endpoint(provider, key), legs);

        using var first = await client.GetAsync(site.Site.Url("/bound/x"), Cancel);
        using var second = await client.GetAsync(site.Site.Url("/bound/y"), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("401 200 200", legs.ToString());
    }

    [Fact]
    public async Task What_a_gateway_demands_of_the_sign_in_reaches_the_caller()
    {
        var provider = await peers.OpenAsync("ES256");
        await using var site = await Site.RunAsync(
            $$"""
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{provider.Issuer}}", audiences: [{{Provider.Audience}}] }] }
              bound: { type: dpop, tokens: tokens, allow-cleartext: true }
            routes:
              - { name: strong, match: { path: /** }, access: { any-of: [bound], acr: [phrh, phr], max-age: 15m }, upstream: UPSTREAM }
            """);
        using var client = Client(new(site, [provider]), Endpoint(provider, DpopKey.Create()));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(site.Url("/x"), Cancel));

        Assert.Equal(FailureReason.StrongerSignInNeeded, failed.Failure.Reason);
        Assert.Equal(new TokenDemand { AcrValues = "phrh phr", MaxAge = TimeSpan.FromMinutes(15) }, failed.Failure.Demand);
    }

    [Fact]
    public async Task Another_library_takes_the_proofs_of_every_kind_of_key()
    {
        foreach (var algorithm in JwsAlgorithm.All.Where(algorithm => algorithm is { IsSymmetric: false, IsSupported: true }))
        {
            var writer = new DpopProofWriter(SigningKey.Create(algorithm));
            var proof = writer.Write("PATCH", new("https://api.example.org:8443/a%2Fb?x#y"), DateTimeOffset.UtcNow, "abc.def~1", "n-1");

            var said = await peers.Judge.AskAsync("proof", new { proof, token = "abc.def~1" });

            Assert.Equal(writer.Thumbprint, said.GetProperty("thumbprint").GetString());
            Assert.Equal(("PATCH", "https://api.example.org:8443/a%2Fb", "n-1"), (said.GetProperty("htm").GetString(), said.GetProperty("htu").GetString(), said.GetProperty("nonce").GetString()));
            Assert.True(said.GetProperty("isOfToken").GetBoolean());
            Assert.Equal(16, Base64Url.DecodeFromChars(said.GetProperty("jti").GetString()).Length);
            Assert.DoesNotContain(said.GetProperty("members").EnumerateArray(), member => member.GetString() is not ("crv" or "e" or "kty" or "n" or "x" or "y"));
        }
    }

    private static TokenEndpoint Endpoint(Provider provider, DpopKey? key) =>
        new(new(provider.Issuer + "/token"), ClientAuthentication.SecretBasic("app", new("app-secret"))) { Key = key };

    private static ClientCredentialsGrant Grant(TokenEndpoint endpoint) => new(endpoint) { Scope = "orders.read", Resources = [new(Provider.Audience)] };

    private static HttpClient Client(TokenSite site, TokenEndpoint endpoint, Legs? legs = null)
    {
        var options = new ReauthenticationOptions { Observer = legs };
        options.AddDpop(site.Site.Url(""), Grant(endpoint), endpoint.Key ?? DpopKey.Create(), dpop => dpop.AllowCleartext = true);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    /// <summary>The statuses of all answers, and which requests went out bare.</summary>
    private sealed class Legs : ExchangeObserver
    {
        private readonly List<string> _answers = [];

        public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response) => _answers.Add($"{(int)response.StatusCode}{(sent is null ? " bare" : "")}");

        public override string ToString() => string.Join(' ', _answers);
    }

    private sealed class OffClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
