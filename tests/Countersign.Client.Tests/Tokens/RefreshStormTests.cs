using System.Globalization;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens;

/// <summary>Many requests at once, from the handler to the token endpoint (CLIENT.md §2: thundering herd, cancellation, scope of dependency injection).</summary>
public sealed class RefreshStormTests : IDisposable
{
    private const string Api = "https://api.example";

    private readonly SetClock _clock = new();
    private readonly StubEndpoint _server = new();
    private readonly BackChannel _channel;
    private int _least = 1;

    public RefreshStormTests() => _channel = new(_server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task A_thousand_requests_at_the_moment_of_expiry_make_one_token_request() // google-auth-library-nodejs#338, MSAL.NET#4196
    {
        using var client = ClientOf(new TokenApi(Takes));
        await client.GetAsync(Api, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        _least = 2;

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => client.GetAsync(Api, Cancel)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task A_thousand_refusals_of_one_token_make_one_token_request_and_each_is_replayed() // Flyrell/axios-auth-refresh#56, #90
    {
        var api = new TokenApi(Takes);
        using var client = ClientOf(api);
        await client.GetAsync(Api, Cancel);
        _least = 2;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        api.Before = token =>
        {
            if (token == "t1" && Interlocked.Increment(ref arrived) == 1000)
                all.SetResult();
            return token == "t1" ? all.Task : Task.CompletedTask;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => client.GetAsync(Api, Cancel)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, _server.Asked.Count);
        Assert.Equal(1000, api.Seen.Count(seen => seen.Token == "t2"));
    }

    [Fact]
    public async Task A_late_refusal_of_the_old_token_is_replayed_with_the_newer_one_without_a_token_request() // Azure-sdk-for-cpp PR#6151
    {
        var api = new TokenApi(Takes);
        using var client = ClientOf(api);
        await client.GetAsync(Api, Cancel);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        api.Before = _ => late.Task;
        var slow = client.GetAsync($"{Api}/slow", Cancel); // goes out with t1, and is answered when t2 is there
        api.Before = _ => Task.CompletedTask;
        _least = 2;
        await client.GetAsync(Api, Cancel);

        late.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Who_gives_up_does_so_alone_even_as_the_first() // azure-sdk-for-net#19424
    {
        using var client = ClientOf(new TokenApi(Takes));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Before = (_, cancel) => gate.Task.WaitAsync(cancel);
        using var first = new CancellationTokenSource();
        var leader = client.GetAsync(Api, first.Token);
        var others = Enumerable.Range(0, 10).Select(_ => client.GetAsync(Api, Cancel)).ToList();
        while (_server.Asked.Count == 0)
            await Task.Yield();

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        gate.SetResult();

        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task A_failure_is_shared_and_nothing_is_replayed() // Alamofire#3290
    {
        var api = new TokenApi(Takes);
        using var client = ClientOf(api);
        await client.GetAsync(Api, Cancel);
        (_least, _server.Answer) = (2, _ => StubEndpoint.No("invalid_client", 401));

        var failures = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Api, Cancel))));

        Assert.All(failures, failure => Assert.Equal(FailureReason.TokenRefused, failure.Failure.Reason));
        Assert.Equal(2, _server.Asked.Count);
        Assert.Equal(101, api.Seen.Count);
    }

    [Fact]
    public async Task A_server_that_asks_for_peace_is_left_in_peace()
    {
        using var client = ClientOf(new TokenApi(Takes));
        _server.Answer = _ => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(60)) } };

        for (var second = 0; second < 60; second += 10)
        {
            var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Api, Cancel));
            Assert.Equal(60 - second, failure.Failure.RetryAfter!.Value.TotalSeconds);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Single(_server.Asked);
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Api, Cancel));
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Two_people_behind_one_handler_never_get_each_others_token() // CVE-2024-51987
    {
        var api = new TokenApi(_ => true);
        using var client = ClientOf(api, new PersonGrant());

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
        {
            var person = number % 2 == 0 ? "ann" : "bob";
            var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{person}");
            request.Options.Set(RequestOptions.Partition, person);
            return client.SendAsync(request, Cancel);
        }));

        Assert.Equal(200, api.Seen.Count);
        Assert.All(api.Seen, seen => Assert.Equal($"token-of-{seen.Path[1..]}", seen.Token));
    }

    [Fact]
    public async Task Different_scopes_and_resources_have_different_tokens() // CVE-2025-26620
    {
        _server.Answer = question => StubEndpoint.Json(200, $$"""{"access_token":"{{question.Form["scope"]}}-{{question.Form["resource"][^1]}}","token_type":"Bearer"}""");
        var api = new TokenApi(_ => true);
        var grant = GrantOf();
        using var client = ClientOf(api, options =>
        {
            foreach (var (scope, resource) in new[] { ("read", "1"), ("write", "1"), ("read", "2") })
                options.AddBearer($"https://{scope}-{resource}.example", grant, bearer => (bearer.Scope, bearer.Resource) = (scope, new($"https://r.example/{resource}")));
        });

        await Task.WhenAll(Enumerable.Range(0, 90).Select(number =>
        {
            var name = (number % 3) switch { 0 => "read-1", 1 => "write-1", _ => "read-2" };
            return client.GetAsync($"https://{name}.example/{name}", Cancel);
        }));

        Assert.All(api.Seen, seen => Assert.Equal(seen.Path[1..], seen.Token));
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task Two_origins_of_one_grant_share_its_token() // Flyrell/axios-auth-refresh#307
    {
        var grant = GrantOf();
        using var client = ClientOf(new TokenApi(Takes), options =>
        {
            options.AddBearer("https://one.example", grant);
            options.AddBearer("https://two.example", grant);
        });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => client.GetAsync(number % 2 == 0 ? "https://one.example" : "https://two.example", Cancel)));

        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task The_clients_own_token_serves_all_in_whose_name_it_sends()
    {
        using var client = ClientOf(new TokenApi(Takes));

        foreach (var person in (string[])["ann", "bob"])
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Api);
            request.Options.Set(RequestOptions.Partition, person);
            await client.SendAsync(request, Cancel);
        }

        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task A_server_whose_clock_differs_is_named_with_the_refusal()
    {
        using var client = ClientOf(new SkewedApi(_clock));

        var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Api, Cancel));

        Assert.Contains("The server's clock is 900 s behind this one", failure.Message, StringComparison.Ordinal);
    }

    private bool Takes(string token) => int.Parse(token[1..], CultureInfo.InvariantCulture) >= _least;

    private ClientCredentialsGrant GrantOf() => new(new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock));

    private HttpClient ClientOf(HttpMessageHandler api, TokenGrant? grant = null) => ClientOf(api, options => options.AddBearer(Api, grant ?? GrantOf()));

    private HttpClient ClientOf(HttpMessageHandler api, Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions { Clock = _clock };
        configure(options);
        return new(new ReauthenticationHandler(options, api));
    }

    private sealed class PersonGrant : TokenGrant
    {
        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            await Task.Yield();
            return GrantOutcome.Of(new AccessToken(new($"token-of-{request.Partition}")));
        }
    }

    private sealed class SkewedApi(SetClock clock) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var refusal = StubServer.Refusal("Bearer");
            refusal.Headers.Date = clock.GetUtcNow() - TimeSpan.FromMinutes(15);
            return Task.FromResult(refusal);
        }
    }
}
