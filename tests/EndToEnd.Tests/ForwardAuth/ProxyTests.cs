using System.Net.WebSockets;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>What holds behind every proxy that asks the gateway.</summary>
public abstract class ProxyTests(ProxySite site) : ProxyStage(site)
{
    [Fact]
    public async Task Who_brings_nothing_gets_every_challenge_and_the_reason()
    {
        var answer = await GetAsync("/api/a");

        Assert.Equal(401, answer.Status);
        Assert.Equal(["ApiKey realm=\"api\", header=\"X-API-Key\"", "Basic realm=\"Staff\", charset=\"UTF-8\""], answer.Lines("WWW-Authenticate"));
        Assert.Equal("credentials-missing", answer.Reason);
        Assert.Equal(["application/problem+json"], answer.Lines("Content-Type"));
        Assert.Equal(["no-store"], answer.Lines("Cache-Control"));
        Assert.Single(answer.Lines("Countersign-Reference"));
    }

    [Fact]
    public async Task A_person_gets_a_page()
    {
        var answer = await GetAsync("/site/a", "Accept: text/html");

        Assert.Equal(401, answer.Status);
        Assert.Equal(["text/html; charset=utf-8"], answer.Lines("Content-Type"));
        Assert.EndsWith("</html>", answer.Body.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_enters_under_the_gateways_word_alone()
    {
        var answer = await GetAsync(
            "/site/a?b=c", Anna, "Cookie: a=b; c=d", "X-Forwarded-User: eve", "X-Forwarded-Groups: admins", "X-Forwarded-Email: eve@example.org",
            "Countersign-Assertion: e.e.e", "Remote-User: eve", "X-Remote-User: eve", "X-API-Key: mine", "Proxy-Authorization: Basic YTpi");

        Assert.Equal(200, answer.Status);
        Assert.Equal("anna", answer.Received("X-Forwarded-User"));
        Assert.Equal("a=b; c=d", answer.Received("Cookie"));
        foreach (var name in new[] { "X-Forwarded-Groups", "X-Forwarded-Email", "Countersign-Assertion", "Remote-User", "X-Remote-User", "X-API-Key", "Proxy-Authorization", "Authorization" })
            Assert.Equal("", answer.Received(name));
    }

    [Fact]
    public async Task Nobody_is_somebody_on_a_public_route()
    {
        var answer = await GetAsync("/open/a", "X-Forwarded-User: eve", "X-Forwarded-Groups: admins");

        Assert.Equal(200, answer.Status);
        Assert.Equal("", answer.Received("X-Forwarded-User"));
        Assert.Equal("", answer.Received("X-Forwarded-Groups"));
    }

    [Fact]
    public async Task Authorization_goes_on_where_the_route_says_so() =>
        Assert.Equal(Anna["Authorization: ".Length..], (await GetAsync("/passing/a", Anna)).Received("Authorization"));

    [Fact]
    public async Task Content_arrives_whole()
    {
        var answer = await Site.AskAsync($"POST /site/a HTTP/1.1\r\nHost: app.example.org\r\nConnection: close\r\n{Anna}\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Equal(("POST", "hello", "anna"), (answer.Told("method"), answer.Told("body"), answer.Received("X-Forwarded-User")));
    }

    [Theory]
    [InlineData("/site/a", 401, "basic-wrong-password", "Authorization: Basic YW5uYTp3cm9uZw==")]
    [InlineData("/site/a", 401, "credentials-malformed", "Authorization: ,,,")]
    [InlineData("/nowhere", 404, "route-not-found", "Accept: */*")]
    [InlineData("/.countersign/nothing", 404, "route-not-found", "Accept: */*")]
    public async Task Who_may_not_enter_is_told_why(string target, int status, string reason, string field)
    {
        var answer = await GetAsync(target, field);

        Assert.Equal((reason == "credentials-malformed" ? 400 : status, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("Accept: */*")]
    [InlineData("X-Forwarded-Proto: https")]
    public async Task A_connection_without_TLS_is_told_as_one(string field)
    {
        var answer = await GetAsync("/secret/a", Anna, field);

        Assert.Equal((403, "cleartext-transport"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Who_is_known_and_not_allowed_is_told_so()
    {
        var answer = await GetAsync("/closed/a", Anna);

        Assert.Equal((403, "subject-not-allowed"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("https://app.example.org", 204)]
    [InlineData("https://evil.example", 403)]
    public async Task A_preflight_is_answered_by_the_gateway(string origin, int status)
    {
        var answer = await AskAsync("OPTIONS", "/api/a", "Origin: " + origin, "Access-Control-Request-Method: PUT");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 204 ? [origin] : [], answer.Lines("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_WebSocket_opens_for_who_may_enter()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", Anna["Authorization: ".Length..]);
        socket.Options.SetRequestHeader("Host", "app.example.org");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Site.Port}/site/socket"), Cancel);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancel);
        var buffer = new byte[100];
        var part = await socket.ReceiveAsync(buffer, Cancel);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, part.Count));
    }

    [Fact]
    public async Task A_WebSocket_stays_closed_for_everybody_else()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Host", "app.example.org");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Site.Port}/site/socket"), Cancel));

        Assert.Equal(401, (int)socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("/site/../open/a")]
    [InlineData("/open/../site/a")]
    [InlineData("/open/%2e%2e/site/a")]
    [InlineData("/open/..%2fsite/a")]
    [InlineData("/open/%2E%2E%2Fsite")]
    [InlineData("/open//a")]
    [InlineData("//open/a")]
    [InlineData("/site/a%23/open/b")]
    [InlineData("/site/a#/open/b")]
    [InlineData("/site/a%5copen")]
    [InlineData("/site\\..\\open")]
    [InlineData("/open/a%00")]
    [InlineData("/open;/a")]
    [InlineData("/open/%ff")]
    [InlineData("/site/%c3%a9/\u00e9")]
    [InlineData("/.countersign/forward-auth/nginx/ask")]
    [InlineData("/.countersign/forward-auth/nginx/answer")]
    [InlineData("/.countersign//forward-auth/caddy")]
    [InlineData("/.countersign/%66orward-auth/haproxy")]
    [InlineData("/.Countersign/Forward-Auth/traefik")]
    public async Task A_path_of_two_readings_comes_to_nobody(string target)
    {
        var answer = await GetAsync(target, Anna);

        Assert.InRange(answer.Status, 400, 599);
        Assert.False(answer.IsOfTheApplication, answer.Body);
        Assert.Empty(answer.Lines("X-Forwarded-User"));
    }

    [Theory]
    [InlineData("X-Original-URL: http://app.example.org/open/a")]
    [InlineData("X-Original-URI: /open/a")]
    [InlineData("X-Original-Method: OPTIONS")]
    [InlineData("X-Forwarded-Uri: /open/a")]
    [InlineData("X-Forwarded-Method: OPTIONS")]
    [InlineData("X-Forwarded-Host: other.example.org")]
    [InlineData("X-Forwarded-Prefix: /open")]
    [InlineData("X-Rewrite-URL: /open/a")]
    [InlineData("X-HTTP-Method-Override: OPTIONS")]
    [InlineData("Forwarded: for=192.0.2.1;proto=https")]
    [InlineData("Countersign-Decision: admit")]
    [InlineData("Countersign-Answer: QUJD")]
    [InlineData("User-Agent: kube-probe/1.30")]
    [InlineData("X_Forwarded_Uri: /open/a")]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    public async Task No_field_of_a_client_opens_a_closed_route(string field)
    {
        var answer = await GetAsync("/site/a", field);

        Assert.InRange(answer.Status, 400, 401);
        Assert.False(answer.IsOfTheApplication);
    }

    [Theory]
    [InlineData("X_Forwarded_User: eve", "x_forwarded_user")]
    [InlineData("X.Forwarded.User: eve", "x.forwarded.user")]
    [InlineData("X-Forwarded_Groups: admins", "x-forwarded_groups")]
    [InlineData("Remote_User: eve", "remote_user")]
    [InlineData("OIDC_CLAIM_sub: eve", "oidc_claim_sub")]
    [InlineData("X-Authentik-Uid: eve", "x-authentik-uid")]
    [InlineData("OIDC-Claim-Sub: eve", "oidc-claim-sub")]
    public async Task Another_spelling_of_an_identity_field_does_not_arrive(string field, string name)
    {
        var answer = await GetAsync("/site/a", Anna, field);

        if (answer.Status == 200)
            Assert.Equal(("anna", ""), (answer.Received("X-Forwarded-User"), answer.Received(name)));
        else
            Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_client_does_not_have_its_identity_taken_off_on_the_way() // CVE-2025-48865
    {
        var answer = await Site.AskAsync($"GET /site/a HTTP/1.1\r\nHost: app.example.org\r\nConnection: close, X-Forwarded-User\r\n{Anna}\r\n\r\n");

        Assert.Equal("anna", answer.Received("X-Forwarded-User"));
        Assert.DoesNotContain("X-Forwarded-User", answer.Received("Connection"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET /open/a HTTP/1.1\r\nHost: a@app.example.org\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /open/a HTTP/1.0\r\n\r\n")]
    public async Task A_request_without_a_host_is_the_clients_fault(string request)
    {
        var answer = await Site.AskAsync(request);

        Assert.InRange(answer.Status, 200, 499); // Caddy answers for no site but its own
        Assert.False(answer.IsOfTheApplication);
    }

    [Fact]
    public async Task An_answer_owes_nothing_that_the_gateway_did_not_say() =>
        Assert.Empty((await GetAsync("/site/a", Anna)).Lines("Authentication-Info"));

    [Fact]
    public async Task Digest_comes_back_with_its_proof()
    {
        var ran = await Programs.RunAsync("curl", ["--silent", "--noproxy", "*", "--include", "--digest", "--user", ExampleSite.Sensor, "--header", "Host: app.example.org", $"http://127.0.0.1:{Site.Port}/devices/a"]);

        Assert.Contains("rspauth=", ran.Output, StringComparison.Ordinal);
        Assert.Contains("\"x-forwarded-user\":\"sensor1\"", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_HEAD_ends_without_content()
    {
        var answer = await AskAsync("HEAD", "/site/a");

        Assert.Equal((401, ""), (answer.Status, answer.Body));
        Assert.Single(answer.Lines("WWW-Authenticate"));
    }

    [Fact]
    public async Task Too_many_refusals_are_told_with_the_time_to_wait()
    {
        Answer answer;
        var tries = 0;
        do
        {
            answer = await Site.AskAsync(Written("GET", "/api/a", "X-API-Key: wrong"), from: "127.0.0.9");
        }
        while (answer.Status == 401 && ++tries < 2000); // counts begin anew with each minute

        Assert.Equal((429, "too-many-refusals"), (answer.Status, answer.Reason));
        Assert.Single(answer.Lines("Retry-After"));
        Assert.Equal(401, (await GetAsync("/api/a")).Status);
    }

    [Fact]
    public async Task Without_the_gateway_nobody_enters()
    {
        await Site.Site.Gateway.KillAsync();
        try
        {
            foreach (var target in new[] { "/site/a", "/open/a", "/.countersign/login" })
            {
                var answer = await GetAsync(target, Anna);
                Assert.InRange(answer.Status, 500, 599);
                Assert.False(answer.IsOfTheApplication);
            }
        }
        finally
        {
            await Site.StartGatewayAsync();
        }

        Assert.Equal(200, (await Eventually.UntilAsync(() => GetAsync("/open/a"), answer => answer.Status == 200)).Status);
    }
}
