using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>A person enters a code on another device (RFC 8628).</summary>
public sealed class DeviceCodeGrantTests : IDisposable
{
    private const string Codes = """{"device_code":"GmRh","user_code":"WDJB-MJHT","verification_uri":"https://as.example/device","verification_uri_complete":"https://as.example/device?c=1","expires_in":900,"interval":5}""";

    private readonly SetClock _clock = new();
    private readonly StubEndpoint _server = new();
    private readonly BackChannel _channel;
    private readonly Queue<HttpResponseMessage> _polls = new();
    private readonly List<double> _polledAt = [];
    private string _codes = Codes;
    private DeviceCode? _shown;

    public DeviceCodeGrantTests()
    {
        _channel = new(_server);
        _server.Answer = question => question.Form.ContainsKey("device_code") ? Poll() : StubEndpoint.Json(200, _codes);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Shows_the_code_and_asks_until_the_person_has_agreed()
    {
        Polls(StubEndpoint.No("authorization_pending"), StubEndpoint.No("authorization_pending"), Yes());

        var outcome = await RunAsync();

        Assert.Equal(("WDJB-MJHT", "https://as.example/device", "https://as.example/device?c=1"), (_shown!.UserCode, _shown.VerificationUri.AbsoluteUri, _shown.VerificationUriComplete!.AbsoluteUri));
        Assert.Equal("t", outcome.Token!.Value.Reveal());
        Assert.Equal([5, 10, 15], _polledAt);
        Assert.Equal("read", _server.Asked[0].Form["scope"]);
        Assert.Equal(("app", "GmRh"), (_server.Asked[^1].Form["client_id"], _server.Asked[^1].Form["device_code"]));
    }

    [Fact]
    public async Task Says_with_every_question_which_resource_the_token_is_for() // RFC 8707 §2.2
    {
        Polls(StubEndpoint.No("authorization_pending"), Yes());

        await RunAsync();

        Assert.All(_server.Asked, question => Assert.Equal("https://api.example/orders", question.Form["resource"]));
        Assert.DoesNotContain("scope", _server.Asked[^1].Form.Keys);
    }

    [Fact]
    public async Task Asks_less_often_from_then_on_when_told_to() // RFC 8628 §3.5
    {
        Polls(StubEndpoint.No("slow_down"), StubEndpoint.No("authorization_pending"), Yes());

        await RunAsync();

        Assert.Equal([5, 15, 25], _polledAt);
    }

    [Fact]
    public async Task Asks_less_and_less_often_while_the_server_is_unwell()
    {
        Polls(new(System.Net.HttpStatusCode.BadGateway), new(System.Net.HttpStatusCode.BadGateway), Yes());

        Assert.NotNull((await RunAsync()).Token);
        Assert.Equal([5, 15, 35], _polledAt);
    }

    [Fact]
    public async Task Does_not_ask_without_a_pause_whatever_the_server_says()
    {
        _codes = Codes.Replace("\"interval\":5", "\"interval\":0", StringComparison.Ordinal);
        Polls(StubEndpoint.No("authorization_pending"), Yes());

        await RunAsync();

        Assert.Equal([5, 10], _polledAt);
    }

    [Theory]
    [InlineData("access_denied", FailureReason.SignInNeeded)]
    [InlineData("expired_token", FailureReason.SignInNeeded)]
    [InlineData("invalid_client", FailureReason.TokenRefused)]
    public async Task Stops_when_the_server_says_no(string error, FailureReason reason)
    {
        Polls(StubEndpoint.No(error));

        Assert.Equal(reason, (await RunAsync()).Failure!.Reason);
        Assert.Single(_polledAt);
    }

    [Fact]
    public async Task Stops_when_the_code_has_ended_whatever_the_server_says()
    {
        _codes = Codes.Replace("900", "60", StringComparison.Ordinal);

        Assert.Equal(FailureReason.SignInNeeded, (await RunAsync()).Failure!.Reason);
        Assert.Equal(55, _polledAt[^1]);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://as.example/device")]
    [InlineData("")]
    public async Task Leads_nobody_to_anything_but_a_page(string address) // CVE-2025-6514
    {
        _codes = Codes.Replace("https://as.example/device\"", $"{address}\"", StringComparison.Ordinal);

        Assert.Equal(FailureReason.TokenUnavailable, (await RunAsync()).Failure!.Reason);
        Assert.Null(_shown);
    }

    [Fact]
    public async Task A_token_that_took_minutes_counts_from_the_end()
    {
        Polls([.. Enumerable.Range(0, 20).Select(_ => StubEndpoint.No("authorization_pending")), Yes()]);
        var flight = new TokenFlights(Grant(), _clock).For(new());
        var wanted = flight.GetAsync(Cancel).AsTask();
        await AdvanceUntilAsync(wanted);

        Assert.Same((await wanted).Token, (await flight.GetAsync(Cancel)).Token);
        Assert.Single(_server.Asked, question => !question.Form.ContainsKey("device_code"));
    }

    private static HttpResponseMessage Yes() => StubEndpoint.Json(200, """{"access_token":"t","token_type":"Bearer","expires_in":60}""");

    private void Polls(params HttpResponseMessage[] answers) => Array.ForEach(answers, _polls.Enqueue);

    private HttpResponseMessage Poll()
    {
        _polledAt.Add(TimeSpan.FromTicks(_clock.GetTimestamp()).TotalSeconds);
        return _polls.TryDequeue(out var answer) ? answer : StubEndpoint.No("authorization_pending");
    }

    private DeviceCodeGrant Grant() => new(
        new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock),
        new("https://as.example/device_authorization"),
        (code, _) =>
        {
            _shown = code;
            return Task.CompletedTask;
        })
    {
        Scope = "read",
        Resources = [new("https://api.example/orders")],
    };

    private async Task<GrantOutcome> RunAsync()
    {
        var asked = Grant().RequestAsync(new(), null, Cancel);
        await AdvanceUntilAsync(asked);
        return await asked;
    }

    private async Task AdvanceUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            await Task.Delay(1, Cancel);
            if (_clock.HasTimers)
                _clock.Advance(TimeSpan.FromSeconds(5));
        }
    }
}
