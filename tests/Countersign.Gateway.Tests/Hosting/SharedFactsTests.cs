using System.Globalization;
using Countersign.Decisions;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Two gateways on one PostgreSQL database: what a client did at one counts at the other (CONTRACT 21, 24).</summary>
public sealed class SharedFactsTests : IAsyncLifetime
{
    private const string Yaml = """
        limits: { refusals-per-minute: 0 }
        schemes:
          devices: { type: digest, realm: devices@example.org, htdigest: devices.htdigest }
          staff: { type: basic, htpasswd: quick.htpasswd, allow-cleartext: true }
          tokens: { type: bearer, realm: Tokens, allow-cleartext: true, issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
          proven: { type: dpop, tokens: tokens, algorithms: [ES256], allow-cleartext: true }
          fresh: { type: dpop, realm: Fresh, tokens: tokens, algorithms: [ES256], nonces: true, allow-cleartext: true }
        routes:
          - { name: devices, match: { path: /devices/** }, access: { any-of: [devices] }, upstream: UPSTREAM }
          - { name: staff, match: { path: /staff/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: proven, match: { path: /proven/** }, access: { any-of: [proven] }, upstream: UPSTREAM }
          - { name: fresh, match: { path: /fresh/** }, access: { any-of: [fresh] }, upstream: UPSTREAM }
        """;

    private static readonly SigningKey Issuer = AccessToken.NewKey("i1");
    private static readonly SigningKey Client = AccessToken.NewKey("client");

    private readonly PostgresServer _database = new();
    private PostgresServer? _standby;
    private RunningGateway _here = null!;
    private RunningGateway _there = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        await StartAsync(_database.NewStore());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _standby?.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task A_Digest_request_that_one_gateway_took_is_stale_at_the_other()
    {
        var challenge = await Credential.AskedAsync(_here, "/devices/a");
        var recorded = Credential.Digest(challenge, "/devices/a");
        Assert.Equal(200, (await _here.GetAsync("/devices/a", recorded)).Status);

        var replayed = await _there.GetAsync("/devices/a", recorded);

        Assert.Equal((401, "true"), (replayed.Status, Credential.ChallengeOf(replayed).Find("stale")));
        Assert.Equal(Refusal.DigestNonceReplayed, (await _there.JournalAsync(replayed.Reference)).Refusal);
        Assert.Equal(200, (await _there.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: 2))).Status);
        Assert.Equal(401, (await _here.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: 2))).Status);
        Assert.Equal(200, (await _here.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: 3))).Status);
    }

    [Fact]
    public async Task Fifty_requests_at_once_over_one_nonce_are_taken_wherever_they_come_and_each_once()
    {
        var challenge = await Credential.AskedAsync(_here, "/devices/a");
        var fields = Enumerable.Range(1, 50).Select(i => Credential.Digest(challenge, "/devices/a", count: (uint)i)).ToList();

        var replies = await Task.WhenAll(fields.SelectMany(field => new[] { _here.GetAsync("/devices/a", field), _there.GetAsync("/devices/a", field) }));

        Assert.All(replies.Chunk(2), pair => Assert.Equal([200, 401], pair.Select(reply => reply.Status).Order()));
    }

    [Theory]
    [InlineData("/proven/a")]
    [InlineData("/fresh/a")]
    public async Task A_proof_that_one_gateway_took_is_none_at_the_other(string target)
    {
        var token = AccessToken.Write("local", Issuer, AccessToken.BoundTo(Client));
        var nonce = (await _here.GetAsync(target)).Field("DPoP-Nonce");
        Assert.Equal(target == "/fresh/a", nonce is not null);
        var proven = AccessToken.Dpop(Client, token, target, nonce: nonce);
        Assert.Equal(200, (await _there.GetAsync(target, proven)).Status);

        var replayed = await _here.GetAsync(target, proven);

        Assert.Equal((401, "dpop-proof-invalid"), (replayed.Status, replayed.Reason));
        Assert.Equal(Refusal.DpopProofReplayed, (await _here.JournalAsync(replayed.Reference)).Refusal);
    }

    [Theory]
    [InlineData("carl")]
    [InlineData("nobody at all")]
    public async Task Ten_wrong_guesses_at_one_gateway_lock_the_name_at_the_other_within_a_second(string name)
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(401, (await _here.GetAsync("/staff/a", Credential.Basic(name, $"guess {i}"))).Status);

        var reply = await Eventually.WithinAsync(1, () => _there.GetAsync("/staff/a", Credential.Basic(name, "sha1-user")), answer => answer.Status == 429);

        Assert.Equal((429, Refusal.TooManyAttempts.Row().Slug), (reply.Status, reply.Reason));
    }

    [Fact]
    public async Task Without_the_database_nothing_that_counts_once_is_taken_and_guesses_still_count()
    {
        var challenge = await Credential.AskedAsync(_here, "/devices/a");
        var token = AccessToken.Write("local", Issuer, AccessToken.BoundTo(Client));
        Assert.Equal(200, (await _here.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a"))).Status);

        _database.Stop();
        Closed(await _here.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: 2)));
        Closed(await _there.GetAsync("/proven/a", AccessToken.Dpop(Client, token, "/proven/a")));
        for (var i = 0; i < 10; i++)
            Assert.Equal(401, (await _here.GetAsync("/staff/a", Credential.Basic("carl", $"guess {i}"))).Status);
        Assert.Equal(429, (await _here.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user"))).Status);

        _database.Start();
        var count = 10u;
        Assert.Equal(200, (await Eventually.UntilAsync(() => _there.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: count++)), answer => answer.Status == 200)).Status);
        Assert.Equal(401, (await _there.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a"))).Status);
        Assert.Equal(200, (await Eventually.UntilAsync(() => _there.GetAsync("/proven/a", AccessToken.Dpop(Client, token, "/proven/a")), answer => answer.Status == 200)).Status);
        Assert.Equal(429, (await Eventually.UntilAsync(() => _there.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user")), answer => answer.Status == 429)).Status);
    }

    [Fact]
    public async Task A_promoted_standby_takes_nothing_a_second_time_and_gateways_go_on_with_it()
    {
        await StopAsync();
        var store = _database.NewStore();
        _standby = _database.CreateStandby();
        await StartAsync(store.Replace(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_database.Port}"),
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{_database.Port},127.0.0.1:{_standby.Port}"),
            StringComparison.Ordinal));
        var challenge = await Credential.AskedAsync(_here, "/devices/a");
        var recorded = Credential.Digest(challenge, "/devices/a");
        var token = AccessToken.Write("local", Issuer, AccessToken.BoundTo(Client));
        var proven = AccessToken.Dpop(Client, token, "/proven/a");
        Assert.Equal(200, (await _here.GetAsync("/devices/a", recorded)).Status);
        Assert.Equal(200, (await _here.GetAsync("/proven/a", proven)).Status);
        for (var i = 0; i < 10; i++)
            Assert.Equal(401, (await _here.GetAsync("/staff/a", Credential.Basic("carl", $"guess {i}"))).Status);
        Assert.Equal(429, (await Eventually.UntilAsync(() => _there.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user")), answer => answer.Status == 429)).Status);

        _database.Kill();
        _standby.Promote();

        // The other gateway has not seen them itself; it says no as long as it does not know, and then because it knows.
        while ((await _there.GetAsync("/proven/a", AccessToken.Dpop(Client, token, "/proven/a"))).Status != 200)
        {
            Assert.NotEqual(200, (await _there.GetAsync("/devices/a", recorded)).Status);
            Assert.NotEqual(200, (await _there.GetAsync("/proven/a", proven)).Status);
        }

        Assert.Equal("true", Credential.ChallengeOf(await Eventually.UntilAsync(() => _there.GetAsync("/devices/a", recorded), answer => answer.Status == 401)).Find("stale"));
        Assert.Equal(401, (await _there.GetAsync("/proven/a", proven)).Status);
        Assert.Equal(429, (await _there.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user"))).Status);
        var next = await Eventually.UntilAsync(async () => (await AnsweredAsync(_here), await AnsweredAsync(_there)), both => both is ({ Status: 200 }, { Status: 200 }));
        Assert.Equal((200, 200), (next.Item1.Status, next.Item2.Status));
    }

    [Fact]
    public async Task A_gateway_that_starts_anew_goes_on_with_the_nonces_that_there_are()
    {
        var challenge = await Credential.AskedAsync(_here, "/devices/a");
        var recorded = Credential.Digest(challenge, "/devices/a");
        Assert.Equal(200, (await _here.GetAsync("/devices/a", recorded)).Status);
        var store = _store;
        await StopAsync();
        await StartAsync(store);

        Assert.Equal(200, (await _here.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a", count: 2))).Status);
        Assert.Equal(401, (await _here.GetAsync("/devices/a", recorded)).Status);
    }

    private string _store = "";

    private static void Closed(Reply reply)
    {
        Assert.Equal((503, Refusal.ProtectionUnavailable.Row().Slug), (reply.Status, reply.Reason));
        Assert.NotNull(reply.Field("Retry-After"));
    }

    private static async Task<Reply> AnsweredAsync(RunningGateway gateway) =>
        await gateway.GetAsync("/devices/a", Credential.Digest(await Credential.AskedAsync(gateway, "/devices/a"), "/devices/a"));

    private async Task StartAsync(string store)
    {
        _store = store;
        (string, string)[] files = [("local.jwks", JwkWriter.WriteSet([Issuer.Verifier]))];
        _here = await RunningGateway.StartAsync(Yaml, store, null, files);
        _there = await RunningGateway.StartAsync(Yaml, store, null, files);
    }

    private async Task StopAsync()
    {
        if (_here is not null)
            await _here.DisposeAsync();
        if (_there is not null)
            await _there.DisposeAsync();
    }
}
