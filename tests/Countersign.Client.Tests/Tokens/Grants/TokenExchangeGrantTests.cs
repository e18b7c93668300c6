using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

public sealed class TokenExchangeGrantTests : IDisposable
{
    private const string Issued = "urn:ietf:params:oauth:token-type:access_token";

    private readonly SetClock _clock = new();
    private readonly StubEndpoint _server = new() { Answer = question => Yes($"for-{question.Form["subject_token"]}") };
    private readonly BackChannel _channel;

    public TokenExchangeGrantTests() => _channel = new(_server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Exchanges_a_token_for_one_of_another_audience() // RFC 8693 §2.1
    {
        var grant = new TokenExchangeGrant(Endpoint(), new StaticTokenGrant(new("mine"))) { Audiences = ["orders", "stock"], ActorToken = _ => new(new Secret("agent")) };

        var outcome = await grant.RequestAsync(new() { Scope = "read" }, null, Cancel);

        Assert.Equal("for-mine", outcome.Token!.Value.Reveal());
        var form = Assert.Single(_server.Asked).Form;
        Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", form["grant_type"]);
        Assert.Equal(("mine", Issued, Issued), (form["subject_token"], form["subject_token_type"], form["requested_token_type"]));
        Assert.Equal(("agent", Issued, "orders stock", "read"), (form["actor_token"], form["actor_token_type"], form["audience"], form["scope"]));
    }

    [Fact]
    public async Task The_end_of_the_program_waits_for_the_refresh_of_the_token_that_it_exchanges()
    {
        var subject = new Costly(_clock);
        var flights = new TokenFlights(new TokenExchangeGrant(Endpoint(), subject), _clock);
        var first = (await flights.For(new()).GetAsync(Cancel)).Token!;
        subject.Hold = true;
        _clock.Advance(TimeSpan.FromSeconds(98)); // so that the next is asked for, and nobody waits for it
        Assert.NotNull((await flights.For(new()).RenewAsync(first, Cancel)).Failure);
        while (subject.Asked < 2)
            await Task.Delay(1, Cancel);

        var end = flights.SettleAsync();
        Assert.False(end.IsCompleted);
        subject.Release.SetResult();

        await end;
    }

    [Theory]
    [InlineData("invalid_grant")]
    [InlineData("invalid_request")]
    public async Task A_token_that_can_not_be_exchanged_any_more_is_renewed_once(string error)
    {
        var subject = new StubGrant(_clock);
        _server.Answer = question => question.Form["subject_token"] == "t1" ? StubEndpoint.No(error) : Yes("good");

        Assert.Equal("good", (await new TokenExchangeGrant(Endpoint(), subject).RequestAsync(new(), null, Cancel)).Token!.Value.Reveal());
        Assert.Equal((2, 2), (subject.Asked, _server.Asked.Count));
    }

    [Fact]
    public async Task A_server_that_exchanges_nothing_is_asked_twice()
    {
        var subject = new StubGrant(_clock);
        _server.Answer = _ => StubEndpoint.No("invalid_request");

        var outcome = await new TokenExchangeGrant(Endpoint(), subject).RequestAsync(new(), null, Cancel);

        Assert.Equal((FailureReason.TokenRefused, RetryRule.Slowly), (outcome.Failure!.Reason, outcome.Retry));
        Assert.Equal((2, 2), (subject.Asked, _server.Asked.Count));
    }

    [Fact]
    public async Task People_exchange_their_own_tokens()
    {
        var grant = new TokenExchangeGrant(Endpoint(), new PersonGrant());

        foreach (var person in (string[])["ann", "bob", "ann"])
            Assert.Equal($"for-{person}", (await grant.RequestAsync(new() { Partition = person }, null, Cancel)).Token!.Value.Reveal());
    }

    [Fact]
    public async Task An_answer_that_says_not_what_it_issued_is_none() // RFC 8693 §2.2.1
    {
        _server.Answer = _ => StubEndpoint.Json(200, """{"access_token":"id","token_type":"Bearer","issued_token_type":"urn:ietf:params:oauth:token-type:id_token"}""");

        Assert.Equal(FailureReason.TokenUnavailable, (await new TokenExchangeGrant(Endpoint(), new StaticTokenGrant(new("mine"))).RequestAsync(new(), null, Cancel)).Failure?.Reason);
    }

    private static HttpResponseMessage Yes(string token) => StubEndpoint.Json(200, $$"""{"access_token":"{{token}}","token_type":"Bearer","issued_token_type":"{{Issued}}"}""");

    private TokenEndpoint Endpoint() => new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock);

    private sealed class PersonGrant : TokenGrant
    {
        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) => Task.FromResult(GrantOutcome.Of(new AccessToken(new(request.Partition!))));
    }

    private sealed class Costly(SetClock clock) : TokenGrant
    {
        public int Asked { get; private set; }

        public bool Hold { get; set; }

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected internal override bool IsCostly => true;

        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            Asked++;
            if (Hold)
                await Release.Task.WaitAsync(cancel);
            return GrantOutcome.Of(new AccessToken(new($"s{Asked}")) { Lifetime = TimeSpan.FromSeconds(100), AskedAt = clock.GetTimestamp() });
        }
    }
}
