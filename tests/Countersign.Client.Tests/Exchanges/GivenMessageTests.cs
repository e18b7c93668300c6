using System.Net;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>The caller's own message goes out first, and comes back as it was.</summary>
public sealed class GivenMessageTests
{
    private const string Basic = "Basic realm=\"files\"";
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Has_no_credentials_in_it_when_it_comes_back()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(Preemptive);
        using var request = Request();

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(Aladdin, Assert.Single(server.Requests).Authorization);
        Assert.Same(request, response.RequestMessage);
        Assert.Equal(["X-Mine"], request.Headers.Select(field => field.Key));
    }

    [Fact]
    public async Task Is_not_followed_by_one_with_credentials_in_it_either()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(options => options.AddBasic("https://api.example", "Aladdin", new("open sesame")));

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(Aladdin, server.Requests[1].Authorization);
        Assert.False(response.RequestMessage!.Headers.NonValidated.Contains("Authorization"));
    }

    [Fact]
    public async Task Has_none_when_the_network_failed_either()
    {
        using var server = new StubServer(_ => throw new HttpRequestException("no network"));
        using var client = server.Client(Preemptive);
        using var request = Request();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, Cancel));

        Assert.Equal(["X-Mine"], request.Headers.Select(field => field.Key));
    }

    [Fact]
    public async Task Keeps_a_value_of_the_callers_where_a_key_has_the_same_field()
    {
        using var server = new StubServer(_ => new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddApiKey("https://api.example", new("k1")));
        using var request = Request();
        request.Headers.TryAddWithoutValidation("X-API-Key", "mine");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal("k1", Assert.Single(server.Requests).Field("X-API-Key"));
        Assert.Equal("mine", request.Headers.NonValidated["X-API-Key"].ToString());
    }

    [Fact]
    public async Task A_replay_is_without_what_a_handler_below_put_on_the_first_sending()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        var options = new ReauthenticationOptions();
        options.AddBasic("https://api.example", "Aladdin", new("open sesame"));
        using var client = new HttpClient(new ReauthenticationHandler(options, new Numbering(server)));
        using var request = Request();

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(["1", "2"], server.Requests.Select(seen => seen.Field("traceparent")));
        Assert.Equal(["v", "v"], server.Requests.Select(seen => seen.Field("X-Mine")));
    }

    private static void Preemptive(ReauthenticationOptions options) =>
        options.AddBasic("https://api.example", "Aladdin", new("open sesame"), basic => basic.Preemptive = true);

    private static HttpRequestMessage Request() => new(HttpMethod.Get, "https://api.example/a") { Headers = { { "X-Mine", "v" } } };

    /// <summary>As the framework's tracing does: a field of its own on each message that has none yet.</summary>
    private sealed class Numbering(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _sent;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _sent++;
            if (!request.Headers.Contains("traceparent"))
                request.Headers.Add("traceparent", $"{_sent}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
