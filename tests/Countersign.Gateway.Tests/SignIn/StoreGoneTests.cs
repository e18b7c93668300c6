using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>The database is gone: nobody is told that they are signed out, or that they did something wrong.</summary>
public sealed class StoreGoneTests : IAsyncLifetime
{
    private const string Yaml = """
        sign-in: { host: login.test }
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: app, match: { host: app.test, path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: rest, match: { path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private readonly PostgresServer _database = new();
    private RunningGateway _gateway = null!;
    private TestBrowser _login = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        _gateway = await RunningGateway.StartAsync(Yaml, _database.NewStore(), null);
        SignInSite.AddUsers(_gateway);
        _login = new(_gateway, "login.test");
        await _login.SignInAsync();
        Assert.Equal(200, (await _login.GetAsync("/a")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task Tells_who_is_signed_in_to_wait_and_signs_nobody_out()
    {
        var session = _login.Session;
        _database.Stop();

        // For a moment sessions are still known, and what would change one is told off already.
        Closed(await _login.PostAsync("/.countersign/logout", []), "could not be signed out");
        Closed(await _login.PostAsync("/.countersign/account", [("others", "yes")]), "not possible at the moment");
        await Eventually.UntilAsync(() => _login.GetAsync("/a"), reply => reply.Status == 503);
        Closed(await _login.GetAsync("/.countersign/logout"), "could not be signed out");
        Closed(await _login.PostAsync("/.countersign/logout", []), "could not be signed out");
        Closed(await _login.GetAsync("/.countersign/account"), "not possible at the moment");
        Closed(await _login.GetAsync("/.countersign/account/security"), "not possible at the moment");
        Closed(await _login.GetAsync("/.countersign/signed-in"), "not possible at the moment");
        Assert.Equal(session, _login.Session);

        _database.Start();
        await Eventually.UntilAsync(() => _login.GetAsync("/a"), reply => reply.Status == 200);
        Assert.Equal(200, (await _login.PostAsync("/.countersign/logout", [])).Status);
        Assert.Null(_login.Session);
    }

    [Fact]
    public async Task Tells_who_comes_with_a_ticket_to_wait()
    {
        var app = new TestBrowser(_gateway, "app.test");
        var asked = await app.GetAsync("/.countersign/login?return=/a");
        var ticket = await _login.GetAsync(new Uri(asked.Field("Location")!).PathAndQuery);
        _database.Stop();

        Closed(await app.GetAsync(new Uri(ticket.Field("Location")!).PathAndQuery), "not possible at the moment");
        Assert.Null(app.Session);
    }

    private static void Closed(Reply reply, string words)
    {
        Assert.Equal((503, true), (reply.Status, reply.Field("Retry-After") is not null));
        Assert.Contains(words, reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("You are not signed in", reply.Body, StringComparison.Ordinal);
    }
}
