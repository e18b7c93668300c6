using System.Net;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>What is meant for one origin stays there, wherever an answer sends the request.</summary>
public sealed class RedirectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://other.example/b")]
    [InlineData("https://sub.api.example/b")]
    [InlineData("https://api.example:444/b")]
    public async Task Leaves_all_credentials_behind(string elsewhere)
    {
        using var server = new StubServer(seen => seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(302, elsewhere) : new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddApiKey("https://api.example", new("k1")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        foreach (var name in (string[])["Cookie", "DPoP", "X-Auth-Token", "Proxy-Authorization", "X-Vault-Token", "PRIVATE-TOKEN", "X-Goog-Api-Key"])
            request.Headers.TryAddWithoutValidation(name, "secret");
        request.Headers.TryAddWithoutValidation("X-Trace", "1");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("k1", server.Requests[0].Field("X-API-Key"));
        Assert.Equal(["X-Trace"], server.Requests[1].Fields.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaves_a_key_behind_whatever_its_field_and_whoever_set_it(bool isOfCaller)
    {
        using var server = new StubServer(seen => seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(302, "https://other.example/b") : new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddApiKey(isOfCaller ? "https://third.example" : "https://api.example", new("k1"), key => key.Header = "X-Tenant"));
        if (isOfCaller)
            client.DefaultRequestHeaders.Add("x-tenant", "k1");

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(["k1", null], server.Requests.Select(seen => seen.Field("X-Tenant")));
    }

    [Fact]
    public async Task Leaves_a_key_behind_that_a_handler_above_put_on_the_message()
    {
        using var server = new StubServer(seen => seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(302, "https://other.example/b") : new(HttpStatusCode.OK));
        var (above, below) = (new ReauthenticationOptions(), new ReauthenticationOptions());
        above.AddApiKey("https://api.example", new("k1"), key => key.Header = "X-Tenant");
        below.AddApiKey("https://other.example", new("k2"));
        using var client = new HttpClient(new ReauthenticationHandler(above, new ReauthenticationHandler(below, server)));

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal([("k1", null), (null, "k2")], server.Requests.Select(seen => (seen.Field("X-Tenant"), seen.Field("X-API-Key"))));
    }

    [Fact]
    public async Task Does_not_bring_back_what_was_left_behind()
    {
        using var server = new StubServer(seen => seen.Target.AbsoluteUri switch
        {
            "https://api.example/a" => StubServer.Redirect(307, "https://other.example/b"),
            "https://other.example/b" => StubServer.Redirect(307, "https://api.example/c"),
            _ => new(HttpStatusCode.OK),
        });
        using var client = server.Client(options => options.AddApiKey("https://api.example", new("k1")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer mine");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(["Bearer mine", null, null], server.Requests.Select(seen => seen.Authorization));
    }

    [Theory]
    [InlineData(301, "GET", null)]
    [InlineData(302, "GET", null)]
    [InlineData(303, "GET", null)]
    [InlineData(307, "POST", "some content")]
    [InlineData(308, "POST", "some content")]
    public async Task Keeps_method_and_content_as_the_status_has_it(int status, string method, string? content)
    {
        using var server = new StubServer(seen => seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(status, "/b") : new(HttpStatusCode.OK));
        using var client = server.Client(_ => { });
        using var given = new StringContent("some content");

        using var response = await client.PostAsync("https://api.example/a", given, Cancel);

        Assert.Equal((method, content), (server.Requests[1].Method, server.Requests[1].Text));
    }

    [Theory]
    [InlineData("http://api.example/b")]
    [InlineData("ftp://api.example/b")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://xn--ä/")]
    public async Task Does_not_follow_to_where_anybody_listens_or_nobody_can_be(string elsewhere)
    {
        using var server = new StubServer(_ => StubServer.Redirect(302, elsewhere));
        using var client = server.Client(_ => { });

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Stops_following_at_some_time()
    {
        using var server = new StubServer(_ => StubServer.Redirect(302, "/a"));
        using var client = server.Client(options => options.MaxRedirects = 3);

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Shows_nobody_elses_credentials_where_the_callers_own_were_left_behind()
    {
        using var server = new StubServer(seen => seen.Target.AbsolutePath switch
        {
            "/a" => StubServer.Redirect(302, "https://other.example/b"),
            "/b" => StubServer.Redirect(302, "https://api.example/c"),
            _ => new(HttpStatusCode.OK),
        });
        using var client = server.Client(options => options.AddBasic("https://api.example", "anna", new("x"), basic => basic.Preemptive = true));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer mine");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(["Bearer mine", null, null], server.Requests.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task The_framework_leaves_redirects_to_the_handler()
    {
        using var sockets = new SocketsHttpHandler();
        using var handler = new ReauthenticationHandler(new ReauthenticationOptions(), sockets);
        using var client = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://127.0.0.1:1/"), Cancel));

        Assert.False(sockets.AllowAutoRedirect);
    }
}
