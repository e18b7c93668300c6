using Countersign.Gateway.Tests.Hosting;
using Xunit;
using static Countersign.Gateway.Tests.ForwardAuth.AskedGateway;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>Each proxy asks in its own words and gets the answer that it understands.</summary>
public sealed class DialectTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("nginx", null)] // makes an empty variable of what is not there
    [InlineData("nginx/ask", null)]
    [InlineData("caddy", "")]
    [InlineData("haproxy", "")]
    [InlineData("traefik", "")]
    public async Task A_yes_tells_who_asks_and_empties_every_other_field(string dialect, string? empty)
    {
        var reply = await AskAsync(dialect, "/site/a", Carl, "Cookie: a=b", "X-Forwarded-Groups: admins", "X-API-Key: mine");

        Assert.Equal(200, reply.Status);
        Assert.Equal("admit", reply.Field("Countersign-Decision"));
        Assert.Equal(["carl"], reply.Lines("X-Forwarded-User"));
        foreach (var name in new[] { "X-Forwarded-Groups", "X-Forwarded-Email", "Countersign-Assertion", "Authorization", "X-API-Key" })
            Assert.Equal(empty is null ? [] : [empty], reply.Lines(name));
        Assert.Equal(["a=b"], reply.Lines("Cookie"));
        Assert.Empty(reply.Body);
    }

    [Fact]
    public async Task A_yes_on_a_public_route_empties_the_identity_and_leaves_Authorization()
    {
        var reply = await AskAsync("traefik", "/open/a", "X-Forwarded-User: eve", "Authorization: Basic YTpi");

        Assert.Equal(200, reply.Status);
        Assert.Equal([""], reply.Lines("X-Forwarded-User"));
        Assert.Equal(["Basic YTpi"], reply.Lines("Authorization"));
    }

    [Fact]
    public async Task Authorization_goes_on_where_the_route_says_so()
    {
        Assert.Equal([Carl["Authorization: ".Length..]], (await AskAsync("nginx", "/passing/a", Carl)).Lines("Authorization"));
        Assert.Empty((await AskAsync("nginx", "/site/a", Carl)).Lines("Authorization"));
        Assert.Equal([""], (await AskAsync("caddy", "/site/a", Carl)).Lines("Authorization"));
    }

    [Fact]
    public async Task The_signed_word_is_for_the_upstream_of_the_route() =>
        Assert.Equal(3, (await AskAsync("caddy", "/told/a", Carl)).Field("Countersign-Assertion")!.Split('.').Length);

    [Theory]
    [InlineData("caddy")]
    [InlineData("haproxy")]
    [InlineData("traefik")]
    public async Task A_refusal_is_copied_whole(string dialect)
    {
        var reply = await AskAsync(dialect, "/api/a");

        Assert.Equal(401, reply.Status);
        Assert.Equal(["ApiKey realm=\"api\", header=\"X-API-Key\"", "Basic realm=\"Staff\", charset=\"UTF-8\""], reply.Challenges);
        Assert.Equal("credentials-missing", reply.Reason);
        Assert.Null(reply.Field("Countersign-Decision"));
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal(("/api/a", "https", "app.test", "198.51.100.7", "api"), (entry.Path, entry.UrlScheme, entry.Authority, entry.ClientAddress, entry.Route));
    }

    [Fact]
    public async Task Envoy_asks_with_the_request_itself_behind_a_prefix()
    {
        string[] told = ["Host: app.test", "X-Forwarded-Proto: https", "X-Forwarded-For: 198.51.100.7, 10.0.0.3"];
        var refused = await _gateway.AskAsync("POST", Root + "envoy/site/a?b=c", told);
        var admitted = await _gateway.AskAsync("POST", Root + "envoy/site/a?b=c", [.. told, Carl]);

        Assert.Equal(401, refused.Status);
        var entry = await _gateway.JournalAsync(refused.Reference);
        Assert.Equal(("POST", "/site/a", "198.51.100.7"), (entry.Method, entry.Path, entry.ClientAddress));
        Assert.Equal((200, "carl"), (admitted.Status, admitted.Field("X-Forwarded-User")));
    }

    [Fact]
    public async Task Nginx_understands_a_plain_answer_by_itself()
    {
        var challenged = await AskAsync("nginx", "/api/a");
        var forbidden = await AskAsync("nginx", "/admin/a", Carl);
        var unknown = await AskAsync("nginx", "/nowhere");

        Assert.Equal((401, "401", ""), (challenged.Status, challenged.Field("Countersign-Status"), challenged.Body));
        Assert.Equal(2, challenged.Challenges.Length);
        Assert.Equal((403, "403", ""), (forbidden.Status, forbidden.Field("Countersign-Status"), forbidden.Body));
        Assert.Equal((403, "404", ""), (unknown.Status, unknown.Field("Countersign-Status"), unknown.Body));
    }

    [Theory]
    [InlineData("/api/a", 401)]
    [InlineData("/nowhere", 404)]
    [InlineData("/site/a%2fb", 400)]
    public async Task Nginx_fetches_the_whole_answer_without_a_second_judgement(string url, int status)
    {
        var asked = await AskAsync("nginx/ask", url, "Accept: application/problem+json");
        Assert.Equal((403, ""), (asked.Status, asked.Body));
        Assert.Empty(asked.Challenges);

        var fetched = await AskAsync("nginx/answer", url, "Countersign-Answer: " + asked.Field("Countersign-Answer"));

        Assert.Equal(status, fetched.Status);
        Assert.Equal(status == 401 ? 2 : 0, fetched.Challenges.Length);
        Assert.Equal(fetched.Reference, fetched.Json.GetProperty("reference").GetString());
        await _gateway.Log.FindAsync(fetched.Reference);
        Assert.Single(_gateway.Log.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("QUJD")]
    [InlineData("!!!")]
    [InlineData("====")]
    public async Task An_answer_that_was_not_sealed_here_is_judged_instead(string answer)
    {
        var forged = await AskAsync("nginx/answer", "/api/a", "Countersign-Answer: " + answer);
        var none = await AskAsync("nginx/answer", "/site/a", Carl);

        Assert.Equal((401, "credentials-missing"), (forged.Status, forged.Reason));
        Assert.Equal(403, none.Status);
        Assert.Null(none.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task A_preflight_is_answered_and_is_no_yes()
    {
        string[] preflight = [.. ForwardedAs("OPTIONS", "/api/a", "Origin: https://app.example.org", "Access-Control-Request-Method: PUT")];
        var caddy = await _gateway.GetAsync(Root + "caddy", preflight);
        var traefik = await _gateway.GetAsync(Root + "traefik", preflight);
        var asked = await _gateway.GetAsync(Root + "nginx/ask", preflight);
        var fetched = await _gateway.GetAsync(Root + "nginx/answer", [.. preflight, "Countersign-Answer: " + asked.Field("Countersign-Answer")]);

        Assert.Equal((204, "https://app.example.org"), (caddy.Status, caddy.Field("Access-Control-Allow-Origin")));
        Assert.Null(caddy.Field("Countersign-Decision"));
        Assert.Equal(403, traefik.Status);
        Assert.Equal(403, asked.Status);
        Assert.Equal((204, "https://app.example.org"), (fetched.Status, fetched.Field("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Too_many_refusals_reach_the_client_with_the_time_to_wait()
    {
        Reply last;
        var tries = 0;
        do
        {
            last = await AskAsync("traefik", "/site/a", Credential.Basic("carl", "wrong" + tries));
        }
        while (last.Status == 401 && ++tries < 2000); // counts begin anew with each minute

        Assert.Equal(429, last.Status);
        Assert.NotNull(last.Field("Retry-After"));
        var nginx = await AskAsync("nginx/ask", "/site/a", Carl);
        var fetched = await AskAsync("nginx/answer", "/site/a", "Countersign-Answer: " + nginx.Field("Countersign-Answer"));
        Assert.Equal((403, 429), (nginx.Status, fetched.Status));
        Assert.NotNull(fetched.Field("Retry-After"));
    }

    [Theory]
    [InlineData("caddy")]
    [InlineData("traefik")]
    [InlineData("nginx/ask")]
    [InlineData("nginx")]
    public async Task A_navigation_is_sent_to_sign_in(string dialect)
    {
        string[] fields = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Accept: text/html", "Cookie: __Host-countersign=unreadable"];
        var reply = await AskAsync(dialect, "/people/a?b=c", fields);
        if (dialect == "nginx/ask")
            reply = await AskAsync("nginx/answer", "/people/a?b=c", [.. fields, "Countersign-Answer: " + reply.Field("Countersign-Answer")]);

        Assert.Equal(dialect == "nginx" ? 401 : 303, reply.Status);
        Assert.StartsWith("/.countersign/login?return=%2Fpeople%2Fa%3Fb%3Dc", reply.Field("Location"), StringComparison.Ordinal);
        Assert.StartsWith("__Host-countersign=;", reply.Field("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_session_is_good_enters_and_the_cookie_stays_here()
    {
        var session = await _gateway.SignInAsync("anna", groups: "staff");

        var reply = await AskAsync("nginx/ask", "/people/a", $"Cookie: a=b; __Host-countersign={session.Id.Reveal()}; c=d");

        Assert.Equal((200, "anna", "staff", "a=b; c=d"), (reply.Status, reply.Field("X-Forwarded-User"), reply.Field("X-Forwarded-Groups"), reply.Field("Cookie")));
    }

    [Fact]
    public async Task A_handshake_of_another_site_is_refused_though_the_proxy_keeps_it_to_itself()
    {
        var session = await _gateway.SignInAsync();
        string[] fields = [$"Cookie: __Host-countersign={session.Id.Reveal()}", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"];

        var foreign = await AskAsync("traefik", "/people/a", [.. fields, "Origin: https://evil.example"]);
        var own = await AskAsync("traefik", "/people/a", [.. fields, "Origin: https://app.test"]);

        Assert.Equal((403, "session-origin-foreign"), (foreign.Status, foreign.Reason));
        Assert.Equal(200, own.Status);
    }

    [Fact]
    public async Task A_request_that_comes_by_itself_to_a_route_without_upstream_has_nowhere_to_go() =>
        Assert.Equal((404, "route-not-found"), await _gateway.GetAsync("/open/a") is var reply ? (reply.Status, reply.Reason) : default);

    private Task<Reply> AskAsync(string dialect, string url, params string[] fields) =>
        _gateway.GetAsync(Root + dialect, dialect.StartsWith("nginx", StringComparison.Ordinal) ? Original(url, fields) : Forwarded(url, fields));
}
