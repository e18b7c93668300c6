using System.Net.WebSockets;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>What holds for people with sessions behind every proxy that asks the gateway.</summary>
public abstract class SessionProxyTests(ProxySite site) : ProxyTests(site)
{
    private static readonly string[] Navigation = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Accept: text/html"];

    [Fact]
    public async Task Who_has_a_session_enters_and_the_cookie_stays_with_the_gateway()
    {
        var (cookie, _) = await Site.People.BeginAsync();

        var answer = await GetAsync("/people/a", cookie + "; theme=dark");

        Assert.Equal(("anna", "theme=dark"), (answer.Received("X-Forwarded-User"), answer.Received("Cookie")));
    }

    [Fact]
    public async Task A_navigation_is_sent_to_sign_in_and_a_script_is_not()
    {
        var navigation = await GetAsync("/people/a?b=c", Navigation);
        var script = await GetAsync("/people/a", "Sec-Fetch-Mode: cors");

        Assert.Equal(303, navigation.Status);
        Assert.StartsWith("/.countersign/login?return=%2Fpeople%2Fa%3Fb%3Dc", Path(navigation), StringComparison.Ordinal);
        Assert.Equal((401, "credentials-missing"), (script.Status, script.Reason));
    }

    [Fact]
    public async Task An_expired_session_is_told_so_and_its_cookie_forgotten()
    {
        var (cookie, _) = await Site.People.BeginAsync(TimeSpan.FromHours(13));

        var script = await GetAsync("/people/a", cookie);
        var navigation = await GetAsync("/people/a", [cookie, .. Navigation]);

        Assert.Equal((401, "session-expired"), (script.Status, script.Reason));
        Assert.StartsWith("countersign=;", Assert.Single(script.Lines("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(303, navigation.Status);
        Assert.Contains("reason=session-expired", Path(navigation), StringComparison.Ordinal);
        Assert.StartsWith("countersign=;", Assert.Single(navigation.Lines("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_an_operator_ends_is_over()
    {
        var (cookie, handle) = await Site.People.BeginAsync();
        Assert.Equal(200, (await GetAsync("/people/a", cookie)).Status);

        await Site.People.RevokeAsync(handle);
        var answer = await Eventually.UntilAsync(() => GetAsync("/people/a", cookie), answer => answer.Status != 200);

        Assert.Equal((401, "session-revoked"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task The_page_of_another_site_changes_nothing()
    {
        var (cookie, _) = await Site.People.BeginAsync();

        var answer = await AskAsync("POST", "/people/a", cookie, "Origin: https://evil.example", "Content-Length: 0");
        var own = await AskAsync("POST", "/people/a", cookie, "Origin: http://app.example.org", "Content-Length: 0");

        Assert.Equal((403, "session-origin-foreign"), (answer.Status, answer.Reason));
        Assert.Equal(200, own.Status);
    }

    [Theory]
    [InlineData("http://app.example.org", true)]
    [InlineData("https://evil.example", false)]
    public async Task A_WebSocket_is_opened_by_pages_of_the_site_alone(string origin, bool opens)
    {
        var (cookie, _) = await Site.People.BeginAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Host", "app.example.org");
        socket.Options.SetRequestHeader("Cookie", cookie["Cookie: ".Length..]);
        socket.Options.SetRequestHeader("Origin", origin);
        var connecting = socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Site.Port}/people/socket"), TestContext.Current.CancellationToken);

        if (opens)
            await connecting;
        else
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);

        Assert.Equal(opens ? 101 : 403, (int)socket.HttpStatusCode);
    }

    /// <summary>Where an answer leads; a proxy may write the whole address.</summary>
    private static string Path(Answer answer)
    {
        var location = Assert.Single(answer.Lines("Location"));
        return location.StartsWith('/') ? location : new Uri(location).PathAndQuery;
    }
}
