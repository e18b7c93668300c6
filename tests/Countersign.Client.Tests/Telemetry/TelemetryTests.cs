using System.Diagnostics;
using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Telemetry;
using Countersign.Client.Tests.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Client.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private const string Basic = "Basic realm=\"files\"";
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

    private readonly KeptLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_what_the_server_said_to_each_message_and_the_replay()
    {
        using var measured = new Measured("counted.example");
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(options => AsAladdin(options, "counted.example"));

        await client.GetStringAsync("https://counted.example/a", Cancel);
        await client.GetStringAsync("https://counted.example/a", Cancel);

        Assert.Equal(
            [
                "1 server.port=443 url.scheme=https countersign.outcome=challenged",
                "1 server.port=443 url.scheme=https countersign.scheme=Basic countersign.outcome=admitted",
                "1 server.port=443 url.scheme=https countersign.scheme=Basic countersign.outcome=admitted",
            ],
            measured.Of("attempts"));
        Assert.Equal(["1 server.port=443 url.scheme=https countersign.scheme=Basic"], measured.Of("replays"));
        Assert.Empty(measured.Of("failures"));
    }

    [Fact]
    public async Task Makes_no_series_for_where_a_redirect_leads()
    {
        using var measured = new Measured("elsewhere.example");
        using var server = new StubServer(seen => seen.Target.Host == "elsewhere.example" ? new(HttpStatusCode.OK) : StubServer.Redirect(302, "https://elsewhere.example/"));
        using var client = server.Client(options => AsAladdin(options, "redirecting.example"));

        await client.GetStringAsync("https://redirecting.example/a", Cancel);

        Assert.Equal(2, server.Requests.Count);
        Assert.Empty(measured.All);
    }

    [Theory]
    [InlineData("7k2f", "7k2f")]
    [InlineData("7k2f\\nForged: line", "(null)")]
    public async Task Warns_of_a_refusal_in_spite_of_credentials_with_the_servers_reference(string reference, string logged)
    {
        using var measured = new Measured("refusing.example");
        using var spans = new Spans("refusing.example");
        using var server = new StubServer(_ =>
        {
            var refusal = StubServer.Refusal(Basic);
            refusal.Content = new StringContent($$"""{"title":"No","reference":"{{reference}}"}""", null, "application/problem+json");
            return refusal;
        });
        using var client = server.Client(options => AsAladdin(options, "refusing.example"));

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://refusing.example/a", Cancel));

        Assert.Contains(
            $"Warning 2001 https://refusing.example refused credentials, or they could not be shown: credentials-rejected (client , scheme Basic, status 401, reference {logged})", _log.Lines);
        Assert.Equal(["1 server.port=443 url.scheme=https countersign.scheme=Basic error.type=credentials-rejected"], measured.Of("failures"));
        var span = Assert.Single(spans.Ended);
        Assert.Equal((ActivityStatusCode.Error, "credentials-rejected", logged == "(null)" ? null : logged), (span.Status, span.GetTagItem("error.type"), span.GetTagItem("countersign.reference")));
    }

    [Fact]
    public async Task Warns_where_the_caller_gets_the_refusal_itself_too()
    {
        using var server = new StubServer(_ =>
        {
            var refusal = StubServer.Refusal(Basic);
            refusal.Headers.TryAddWithoutValidation("Countersign-Reference", "7k2f");
            return refusal;
        });
        using var client = server.Client(options =>
        {
            AsAladdin(options, "api.example");
            options.FailureMode = FailureMode.ReturnResponse;
        });

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.EndsWith("status 401, reference 7k2f)", _log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_of_a_replay_when_asked_for_details()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(options => AsAladdin(options, "api.example"));

        await client.GetStringAsync("https://api.example/a", Cancel);

        Assert.Equal(["Debug 2002 A request to https://api.example goes once more, with credentials that it has not refused (client , scheme Basic)"], _log.Lines);
    }

    [Fact]
    public async Task A_request_that_needs_several_messages_has_a_span_that_says_why()
    {
        using var spans = new Spans("spanned.example");
        using var server = StubServer.Asking($"Digest, {Basic}", until: Aladdin);
        using var client = server.Client(options => AsAladdin(options, "spanned.example"));
        using var parent = new Activity("caller").Start();

        await client.GetStringAsync("https://spanned.example/a", Cancel);
        await client.GetStringAsync("https://spanned.example/a", Cancel);

        Assert.Same(parent, Activity.Current);
        var span = Assert.Single(spans.Ended); // the second request got in by its first message
        Assert.Equal(parent.SpanId, span.ParentSpanId);
        Assert.Equal(
            "reauthenticate Unset  server.address=spanned.example server.port=443 url.scheme=https http.request.method=GET countersign.client= countersign.scheme=Basic http.response.status_code=200"
            + " challenge(countersign.challenges=2 countersign.scheme=Basic) replay(countersign.scheme=Basic)",
            Spans.TextOf(span));
    }

    [Fact]
    public async Task The_messages_spans_of_a_replay_are_within_it()
    {
        using var spans = new Spans("within.example");
        var seen = new List<string?>();
        using var server = new StubServer(message =>
        {
            seen.Add(Activity.Current?.OperationName);
            return message.Authorization is null ? StubServer.Refusal(Basic) : new(HttpStatusCode.OK);
        });
        using var client = server.Client(options => AsAladdin(options, "within.example"));

        await client.GetStringAsync("https://within.example/a", Cancel);

        Assert.Equal([null, "Countersign.Client.Reauthenticate"], seen);
    }

    [Fact]
    public async Task A_span_says_that_the_network_failed()
    {
        using var spans = new Spans("broken.example");
        using var server = new StubServer(seen => seen.Authorization is null ? StubServer.Refusal(Basic) : throw new HttpRequestException("no network"));
        using var client = server.Client(options => AsAladdin(options, "broken.example"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://broken.example/a", Cancel));

        var span = Assert.Single(spans.Ended);
        Assert.Equal((ActivityStatusCode.Error, "System.Net.Http.HttpRequestException"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Tells_of_tokens_by_their_marks_and_of_those_who_waited()
    {
        using var measured = new Measured("orders");
        using var spans = new Spans("tokens.example");
        var clock = new SetClock();
        var grant = new StubGrant(clock);
        using var server = new StubServer(seen => seen.Authorization == "Bearer t2" ? new(HttpStatusCode.OK) : StubServer.Refusal("Bearer error=\"invalid_token\""));
        await using var services = Orders(server, options => options.AddBearer("https://tokens.example", grant));

        await services.GetRequiredService<IHttpClientFactory>().CreateClient("orders").GetStringAsync("https://tokens.example/a", Cancel);

        Assert.Contains("Debug 2004 Got the token 628b49d9 (client orders, 1 requests waited)", _log.Lines); // the first digits of the SHA-256 of t1
        Assert.Equal(2, measured.Of("token.duration").Count());
        Assert.Equal(["1 countersign.outcome=given", "1 countersign.outcome=given"], measured.Of("token.waiters"));
        Assert.Contains("token(countersign.token=", Spans.TextOf(Assert.Single(spans.Ended)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_a_token_that_is_not_given()
    {
        using var measured = new Measured("failing orders");
        var grant = new StubGrant(new()) { Refusal = () => Client.Tokens.GrantOutcome.Of(new Failure(FailureReason.TokenRefused), Client.Tokens.RetryRule.Slowly) };
        using var server = new StubServer(_ => StubServer.Refusal("Bearer"));
        await using var services = Orders(server, options => options.AddBearer("https://tokens.example", grant), "failing orders");

        await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => services.GetRequiredService<IHttpClientFactory>().CreateClient("failing orders").GetStringAsync("https://tokens.example/a", Cancel));

        Assert.Contains("Warning 2005 Got no token: token-refused (client failing orders, asked again Slowly, 1 requests waited)", _log.Lines);
        Assert.Equal(["1 countersign.outcome=failed error.type=token-refused"], measured.Of("token.waiters"));
    }

    public void Dispose() => _log.Dispose();

    private void AsAladdin(ReauthenticationOptions options, string host)
    {
        options.LoggerFactory = _log;
        options.AddBasic($"https://{host}", "Aladdin", new("open sesame"));
    }

    private ServiceProvider Orders(HttpMessageHandler server, Action<ReauthenticationOptions> configure, string name = "orders")
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddHttpClient(name).AddCountersign(configure).ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider();
    }
}
