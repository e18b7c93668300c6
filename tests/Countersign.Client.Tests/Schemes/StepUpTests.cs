using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tests.Proofs;
using Countersign.Client.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Schemes;

/// <summary>A server that demands a stronger or newer sign-in (RFC 9470) tells the caller what it demands, or the one who can have people sign in.</summary>
public sealed class StepUpTests
{
    private const string Api = "https://api.example";
    private const string Demand = "error=\"insufficient_user_authentication\", acr_values=\"phrh  phr\", max_age=\"300\"";

    private readonly SetClock _clock = new();

    public static TheoryData<string> Schemes => ["Bearer", "DPoP"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Schemes))]
    public async Task The_demand_reaches_the_caller_as_data(string scheme)
    {
        using var server = Server(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.StrongerSignInNeeded, failed.Failure.Reason);
        Assert.Equal(new TokenDemand { AcrValues = "phrh phr", MaxAge = TimeSpan.FromMinutes(5) }, failed.Failure.Demand);
        Assert.Contains("Needed: acr_values=phrh phr max_age=300.", failed.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task A_scope_that_lacks_reaches_the_caller_as_data(string scheme)
    {
        using var server = new StubServer(_ => StubServer.Refusal($"{scheme} error=\"insufficient_scope\", scope=\"orders.write orders.read\""));
        using var client = Client(server, scheme, new NamedGrant(scheme), new NamedGrant(scheme));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.ScopeInsufficient, failed.Failure.Reason);
        Assert.Equal("orders.write orders.read", failed.Failure.Demand?.Scope);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Bearer error=\"insufficient_scope\", scope=\"a b\"", "a b", "", null)]
    [InlineData("Basic realm=\"x\", DPoP max_age=5, error=insufficient_user_authentication", "", "", 5)]
    [InlineData("Bearer error=\"insufficient_user_authentication\", acr_values=\"x\", max_age=\"-1\", scope=\"a\"", "a", "x", null)]
    [InlineData("Bearer error=\"insufficient_user_authentication\", acr_values=\"x\", max_age=\"99999999999999999999\"", "", "x", null)]
    public void The_demand_of_an_answer_that_came_back_can_be_read(string challenge, string scope, string values, int? age)
    {
        using var response = StubServer.Refusal(challenge);
        response.StatusCode = HttpStatusCode.Forbidden;

        var expected = new TokenDemand { Scope = scope, AcrValues = values, MaxAge = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        Assert.Equal(expected, TokenDemand.Of(response));
    }

    [Theory]
    [InlineData("Bearer error=\"invalid_token\", scope=\"a\"")]
    [InlineData("Bearer error=\"insufficient_user_authentication\"")]
    [InlineData("Bearer error=")]
    public void No_demand_is_none(string challenge)
    {
        using var response = StubServer.Refusal(challenge);

        Assert.Null(TokenDemand.Of(response));
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task Who_can_is_asked_once_and_its_token_serves_until_it_ends(string scheme)
    {
        using var server = Server(scheme);
        var (grant, stepUp) = (new NamedGrant(scheme), new NamedGrant(scheme));
        using var client = Client(server, scheme, grant, stepUp);

        for (var i = 0; i < 3; i++)
            (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        Assert.Equal([$"{scheme} t1", $"{scheme} strong1", $"{scheme} strong1", $"{scheme} strong1"], server.Requests.Select(seen => seen.Authorization));
        Assert.Equal(new TokenRequest { Scope = "read", AcrValues = "phrh phr", MaxAge = TimeSpan.FromMinutes(5) }, Assert.Single(stepUp.Asked));
        Assert.Single(grant.Asked);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task Scopes_of_the_demand_are_asked_for_too(string scheme)
    {
        using var server = new StubServer(seen => Taken(seen) ? new(HttpStatusCode.OK) : StubServer.Refusal($"{scheme} {Demand}, scope=\"pay\""));
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);

        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        Assert.Equal("pay read", Assert.Single(stepUp.Asked).Scope);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task A_sign_in_that_became_too_old_is_made_anew(string scheme)
    {
        var good = "strong1";
        using var server = new StubServer(seen => seen.Authorization!.EndsWith(good, StringComparison.Ordinal) ? new(HttpStatusCode.OK) : StubServer.Refusal($"{scheme} {Demand}"));
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        good = "strong2";
        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, stepUp.Asked.Count);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task A_sign_in_that_does_not_meet_the_demand_is_not_asked_for_again_and_again(string scheme)
    {
        using var server = new StubServer(_ => StubServer.Refusal($"{scheme} {Demand}"));
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);

        for (var i = 0; i < 3; i++)
        {
            var failed = await FailureOfAsync(client);
            Assert.Equal(FailureReason.StrongerSignInNeeded, failed.Failure.Reason);
            Assert.Equal("phrh phr", failed.Failure.Demand?.AcrValues);
        }

        Assert.Single(stepUp.Asked);
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task Nobody_is_asked_for_a_request_that_was_replayed_already(string scheme)
    {
        using var server = new StubServer(seen => StubServer.Refusal(seen.Authorization == $"{scheme} t1" ? $"{scheme} error=\"invalid_token\"" : $"{scheme} {Demand}"));
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.StrongerSignInNeeded, failed.Failure.Reason);
        Assert.Empty(stepUp.Asked);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task Who_does_not_sign_in_gets_the_demand_with_the_reason(string scheme)
    {
        using var server = Server(scheme);
        var stepUp = new NamedGrant(scheme) { Answer = _ => GrantOutcome.Of(new Failure(FailureReason.SignInNeeded, "Nobody came."), RetryRule.Never) };
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);

        var failed = await FailureOfAsync(client);

        Assert.Equal((FailureReason.SignInNeeded, "phrh phr"), (failed.Failure.Reason, failed.Failure.Demand?.AcrValues));
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task A_strong_token_that_was_taken_back_asks_nobody_to_sign_in(string scheme)
    {
        var isRevoked = false;
        using var server = new StubServer(seen => isRevoked && seen.Authorization!.EndsWith("strong1", StringComparison.Ordinal) ? StubServer.Refusal($"{scheme} error=\"invalid_token\"")
            : isRevoked || Taken(seen) ? new(HttpStatusCode.OK) : StubServer.Refusal($"{scheme} {Demand}"));
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        isRevoked = true;
        (await client.GetAsync($"{Api}/b", Cancel)).Dispose();
        (await client.GetAsync($"{Api}/b", Cancel)).Dispose();

        Assert.Equal(["t1", "strong1", "strong1", "t1", "t1"], server.Requests.Select(seen => seen.Authorization![(scheme.Length + 1)..]));
        Assert.Single(stepUp.Asked);
    }

    [Theory, MemberData(nameof(Schemes))]
    public async Task One_persons_strong_token_is_nobody_elses(string scheme)
    {
        using var server = Server(scheme);
        var stepUp = new NamedGrant(scheme);
        using var client = Client(server, scheme, new NamedGrant(scheme), stepUp);

        foreach (var person in new[] { "anna", "ben", "anna" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/a");
            request.Options.Set(RequestOptions.Partition, person);
            (await client.SendAsync(request, Cancel)).Dispose();
        }

        Assert.Equal(["anna", "ben"], stepUp.Asked.Select(request => request.Partition));
        Assert.Equal(["t1", "strong1", "t2", "strong2", "strong1"], server.Requests.Select(seen => seen.Authorization![(scheme.Length + 1)..]));
    }

    [Fact]
    public async Task A_person_without_a_name_is_not_the_client_itself()
    {
        using var server = Server("Bearer");
        var stepUp = new NamedGrant("Bearer");
        using var client = Client(server, "Bearer", new NamedGrant("Bearer"), stepUp);
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/a");
        request.Options.Set(RequestOptions.Partition, "");

        (await client.SendAsync(request, Cancel)).Dispose();

        Assert.Equal([null, ""], stepUp.Asked.Select(asked => asked.Partition));
    }

    private static bool Taken(Seen seen) => seen.Authorization!.Contains("strong", StringComparison.Ordinal);

    private static StubServer Server(string scheme) => new(seen => Taken(seen) ? new(HttpStatusCode.OK) : StubServer.Refusal($"{scheme} {Demand}"));

    private static async Task<AuthenticationFailedException> FailureOfAsync(HttpClient client) =>
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

    private HttpClient Client(StubServer server, string scheme, TokenGrant grant, TokenGrant? stepUp = null) => server.Client(options =>
    {
        options.Clock = _clock;
        if (scheme == "Bearer")
            options.AddBearer(Api, grant, bearer => (bearer.Scope, bearer.StepUp) = ("read", stepUp));
        else
            options.AddDpop(Api, grant, new DpopKey(SigningKey.Create(JwsAlgorithm.ES256), _clock), dpop => (dpop.Scope, dpop.StepUp) = ("read", stepUp));
    });
}
