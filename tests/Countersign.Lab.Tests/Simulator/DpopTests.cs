using System.Text.Json;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Endpoints.Provider;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>DPoP at protected places and at the token endpoint, with proofs that a real key signs.</summary>
public sealed class DpopTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private static readonly SimulatedCall Bound = SimulatedCall.Get("/idp/mint?jkt={jkt}");

    [Fact]
    public async Task Binds_a_code_to_the_key_that_handed_the_request_in()
    {
        const string Back = "http://127.0.0.1:8400/callback";
        var pushed = ProviderCalls.Form("/idp/par", $"client_id=program&response_type=code&redirect_uri={Back}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        var token = ProviderCalls.Form("/idp/token", $"grant_type=authorization_code&client_id=program&redirect_uri={Back}&code={{code}}&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        var recording = await Visitor.VisitAsync(
            simulator.Url,
            [pushed with { Content = $"{pushed.Content}&dpop_jkt=other", Proves = true }, pushed with { Proves = true }, SimulatedCall.Get("/idp/authorize?client_id=program&request_uri={request_uri}&auto=1"), token, token with { Proves = true }]);

        Assert.Equal([400, 201, 302, 400, 200], recording.Exchanges.Select(exchange => exchange.Status));
    }

    [Theory]
    [InlineData("demo", "client_id=demo&client_secret=demo-secret", 200)]
    [InlineData("program", "client_id=program", 400)]
    public async Task Binds_the_refresh_tokens_of_clients_without_a_secret_alone_to_the_key(string client, string shown, int status)
    {
        var minted = await new Asking(simulator.Url).AskAsync($"/idp/mint?jkt=another&refresh=rotate&client_id={client}");
        var refresh = JsonDocument.Parse(Asking.ContentOf(minted)).RootElement.Text("refresh_token");

        var recording = await Visitor.VisitAsync(simulator.Url, [ProviderCalls.Form("/idp/token", $"grant_type=refresh_token&{shown}&refresh_token={refresh}") with { Proves = true }]);

        Assert.Equal(status, recording.Exchanges[0].Status);
        Assert.Equal(status != 200, recording.Exchanges[0].Response!.Content.Text.Contains("bound to another key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/sim/401/dpop", "200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required", "401 200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required&dpop=nonce-once&client=once", "401 401 200")]
    [InlineData("/sim/401/dpop?dpop-nonce=required&dpop=nonce-forever", "401 401 401")]
    public async Task Lets_in_who_proves_the_key_and_asks_for_nonces(string target, string statuses)
    {
        var call = SimulatedCall.Get(target).With("Authorization", "DPoP {access_token}") with { Proves = true };
        var asked = statuses.Split(' ').Length;

        var recording = await Visitor.VisitAsync(simulator.Url, [Bound, .. Enumerable.Repeat(call, asked)]);

        Assert.Equal(statuses, string.Join(' ', recording.Exchanges.Skip(1).Select(exchange => exchange.Status)));
    }
}
