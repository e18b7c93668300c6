using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Who is sent to sign in, and who gets the 401.</summary>
public sealed class SentToSignInTests : IAsyncLifetime
{
    private const string Yaml = """
        sign-in: {}
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: Keys }
          tls: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: asked, match: { path: /asked/** }, access: { any-of: [people] }, on-unauthenticated: challenge, upstream: UPSTREAM }
          - { name: sent, match: { path: /sent/** }, access: { any-of: [people, keys] }, on-unauthenticated: login, upstream: UPSTREAM }
          - { name: basic, match: { path: /basic/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [people], acr: [mfa] }, upstream: UPSTREAM }
          - { name: open, match: { path: /open/** }, access: { any-of: [people] }, cors: { origins: ["https://app.example"], credentials: true }, upstream: UPSTREAM }
          - { name: all, access: { any-of: [people, staff, keys] }, upstream: UPSTREAM }
        """;

    private const string Html = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    private RunningGateway _gateway = null!;

    public static TheoryData<string, string, string[], bool> Requests => new()
    {
        // what the browser says of the request
        { "GET", "/a", ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"], true },
        { "HEAD", "/a", ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"], true },
        { "GET", "/a", ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe", Html], false },
        { "GET", "/a", ["Sec-Fetch-Mode: navigate", Html], false },
        { "GET", "/a", ["Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", Html], false },
        { "GET", "/a", ["Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image", Html], false },
        { "GET", "/a", ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "X-Requested-With: XMLHttpRequest"], true },

        // what an older one lets guess
        { "GET", "/a", [Html], true },
        { "HEAD", "/a", ["Accept: TEXT/HTML"], true },
        { "GET", "/a", ["Accept: application/xhtml+xml"], true },
        { "GET", "/a", [Html, "X-Requested-With: XMLHttpRequest"], false },
        { "GET", "/a", ["Accept: */*"], false },
        { "GET", "/a", ["Accept: text/*"], false },
        { "GET", "/a", ["Accept: application/json, text/html;q=0"], false },
        { "GET", "/a", [], false },

        // what would be lost, or is no page
        { "POST", "/a", ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", Html, "Content-Length: 0"], false },
        { "GET", "/a", [Html, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="], false },

        // who knows other ways
        { "GET", "/a", [Html, "Authorization: Basic Y2FybDp3cm9uZw=="], false },
        { "GET", "/a", [Html, "Authorization: Bearer abc"], false },
        { "GET", "/a", [Html, "X-API-Key: short"], false },
        { "GET", "/a", [Html, "X-API-Key: short", "Cookie: countersign=none"], false },
        { "GET", "/a", [Html, "Cookie: countersign=none"], true },

        // what the route says
        { "GET", "/asked/a", [Html], false },
        { "GET", "/basic/a", [Html], false },
        { "GET", "/sent/a", [], true },
        { "HEAD", "/sent/a", ["Sec-Fetch-Mode: cors"], true },
        { "POST", "/sent/a", ["Content-Length: 0"], false },
        { "GET", "/sent/a", ["Authorization: Bearer abc"], false },
        { "GET", "/sent/a", ["X-API-Key: short"], false },
    };

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Sends_people_who_open_a_page_to_sign_in_and_nobody_else(string method, string target, string[] fields, bool sent)
    {
        var reply = await _gateway.AskAsync(method, target, fields);

        Assert.Equal(sent ? 303 : 401, reply.Status);
        Assert.Equal(sent, reply.Field("Location") is not null);
        Assert.Equal(sent, reply.Challenges.Length == 0);
        Assert.Equal("no-store", reply.Field("Cache-Control"));
        Assert.Empty(_gateway.Upstream.All);
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal((reply.Status, reply.Challenges.Length), (entry.Status, entry.Challenges.Length));
    }

    [Theory]
    [InlineData("/a", "/.countersign/login?return=%2Fa")]
    [InlineData("/a/b?x=1&y=%2F", "/.countersign/login?return=%2Fa%2Fb%3Fx%3D1%26y%3D%252F")]
    [InlineData("/%7Ea/%C3%A4?%c3%a4", "/.countersign/login?return=%2F~a%2F%25C3%25A4%3F%25c3%25a4")]
    [InlineData("/a?next=https://evil.example/&reason=x", "/.countersign/login?return=%2Fa%3Fnext%3Dhttps%3A%2F%2Fevil.example%2F%26reason%3Dx")]
    public async Task Says_where_to_come_back_to(string target, string location)
    {
        var reply = await _gateway.GetAsync(target, Html);

        Assert.Equal(location, reply.Field("Location"));
        Assert.Equal("Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With, Cookie", reply.Field("Vary"));
        Assert.Equal(("0", ""), (reply.Field("Content-Length"), reply.Body));
        Assert.Null(reply.Field("Set-Cookie"));
    }

    [Fact]
    public async Task Says_why_where_a_session_came()
    {
        var reply = await _gateway.GetAsync("/a", Html, "Cookie: countersign=none");
        var weak = await _gateway.GetAsync("/strong/a", Html, (await _gateway.SignInAsync()).Cookie());

        Assert.Equal("/.countersign/login?return=%2Fa&reason=session-unreadable", reply.Field("Location"));
        Assert.Equal(["countersign=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"], reply.Lines("Set-Cookie"));
        Assert.Equal("/.countersign/login?return=%2Fstrong%2Fa&reason=sign-in-insufficient", weak.Field("Location"));
        Assert.Null(weak.Field("Set-Cookie"));
    }

    [Fact]
    public async Task Leaves_out_what_would_be_too_long_to_ask_for()
    {
        Assert.Equal("/.countersign/login?return=%2Fa", (await _gateway.GetAsync("/a?" + new string('x', 6001), Html)).Field("Location"));
        Assert.Equal("/.countersign/login?return=%2F", (await _gateway.GetAsync("/" + new string('x', 6001), Html)).Field("Location"));
    }

    [Fact]
    public async Task Tells_programs_and_people_who_stay_where_to_sign_in()
    {
        var program = await _gateway.GetAsync("/a");
        var person = await _gateway.AskAsync("POST", "/a", Html, "Content-Length: 0");
        var script = await _gateway.GetAsync("/open/a", "Origin: https://app.example", "Sec-Fetch-Mode: cors");

        Assert.Equal("/.countersign/login", program.Json.GetProperty("login").GetString());
        Assert.Contains("<a href=\"/.countersign/login\">Sign in</a>", person.Body, StringComparison.Ordinal);
        Assert.Equal("Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With, Cookie, Origin", script.Field("Vary"));
        Assert.Equal("https://app.example", script.Field("Access-Control-Allow-Origin"));
        Assert.False((await _gateway.GetAsync("/basic/a")).Json.TryGetProperty("login", out _));
    }

    [Fact]
    public async Task Sends_nobody_to_sign_in_where_no_session_could_be_had()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml.Replace("realm: People, allow-cleartext: true", "realm: People", StringComparison.Ordinal));

        var reply = await gateway.GetAsync("/a", Html);

        Assert.Equal(401, reply.Status);
        Assert.Equal(["Basic", "ApiKey"], reply.Challenges.Select(challenge => challenge.Split(' ')[0]));
    }
}
