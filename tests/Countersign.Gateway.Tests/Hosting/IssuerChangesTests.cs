using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Issuers that change their keys or go down, and tokens that end or are called back while the gateway runs.</summary>
public sealed class IssuerChangesTests : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private RunningGateway? _gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunningGateway Gateway => _gateway!;

    private string Yaml => $$"""
        schemes:
          tokens: { type: bearer, realm: Tokens, allow-cleartext: true, issuers: [{ issuer: "{{_issuer.Url}}", audiences: [api], leeway: 0s }] }
        routes:
          - { name: all, access: { any-of: [tokens] }, upstream: UPSTREAM }

        """;

    public async ValueTask InitializeAsync() => _issuer = await TokenIssuer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tokens_of_a_new_key_count_from_their_first_use_under_load(bool keepsFormer)
    {
        await StartAsync();
        var before = _issuer.Token();
        Assert.Equal(200, await StatusAsync(before));
        var asked = _issuer.Questions;

        _issuer.Rotate(keepsFormer);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(turn => StatusAsync(keepsFormer && turn % 2 == 0 ? before : _issuer.Token())));

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(keepsFormer ? 200 : 401, await StatusAsync(before));
        Assert.InRange(_issuer.Questions - asked, 1, 3);
    }

    [Fact]
    public async Task Strangers_who_invent_keys_share_a_question_to_the_issuer_each_second()
    {
        await StartAsync();
        Assert.Equal(200, await StatusAsync(_issuer.Token()));
        var asked = _issuer.Questions;

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(turn => StatusAsync(_issuer.Token(key: AccessToken.NewKey("invented-" + turn)))));

        Assert.All(statuses, status => Assert.Equal(401, status));
        Assert.InRange(_issuer.Questions - asked, 1, 10);
        Assert.Equal(200, await StatusAsync(_issuer.Token()));
    }

    [Fact]
    public async Task Keys_that_are_known_serve_while_the_issuer_is_down_and_through_a_change_of_the_configuration()
    {
        await StartAsync();
        Assert.Equal(200, await StatusAsync(_issuer.Token()));

        await _issuer.GoDownAsync();
        Assert.Equal(200, await StatusAsync(_issuer.Token()));
        Gateway.Reload("limits: { refusals-per-minute: 500 }\n" + Yaml.Replace("realm: Tokens", "realm: Anew", StringComparison.Ordinal));
        Assert.Equal(200, await StatusAsync(_issuer.Token()));

        // Of a key that is not known nobody can say whether it is good.
        var reply = await AskAsync(_issuer.Token(key: AccessToken.NewKey("new")));
        Assert.Equal((503, "issuer-unavailable"), (reply.Status, reply.Reason));
        Assert.Equal(401, await StatusAsync("abc"));
    }

    [Fact]
    public async Task While_nothing_is_known_of_an_issuer_that_is_down_it_is_503_and_it_recovers_by_itself()
    {
        await _issuer.GoDownAsync();
        await StartAsync();
        var token = _issuer.Token();

        var reply = await AskAsync(token);
        Assert.Equal((503, "issuer-unavailable", "30"), (reply.Status, reply.Reason, reply.Field("Retry-After")));
        Assert.Empty(reply.Challenges);
        Assert.DoesNotContain("127.0.0.1", reply.Body, StringComparison.Ordinal);
        Assert.Contains(_issuer.Url, Assert.Single((await Gateway.JournalAsync(reply.Reference)).Verdicts).Evidence, StringComparison.Ordinal);
        Assert.Equal(401, await StatusAsync(null));
        Assert.Empty(Gateway.Upstream.All);

        await _issuer.GoUpAsync();
        Assert.Equal(200, await Eventually.UntilAsync(() => StatusAsync(token), status => status == 200, pause: 0.25));
    }

    [Fact]
    public async Task A_key_that_is_gone_from_its_file_opens_nothing_any_more()
    {
        var (former, fresh) = (AccessToken.NewKey("f1"), AccessToken.NewKey("f2"));
        _gateway = await RunningGateway.StartAsync(
            """
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
            routes:
              - { name: all, access: { any-of: [tokens] }, upstream: UPSTREAM }
            """,
            files: [("local.jwks", JwkWriter.WriteSet([former.Verifier]))]);
        var (old, other) = (AccessToken.Write("local", former), AccessToken.Write("local", fresh));
        Assert.Equal((200, 401), (await StatusAsync(old), await StatusAsync(other)));

        Gateway.Files.Write(JwkWriter.WriteSet([fresh.Verifier]), "local.jwks");
        Assert.Equal(401, await Eventually.WithinAsync(3, () => StatusAsync(old), status => status == 401));
        Assert.Equal(200, await StatusAsync(other));

        File.Delete(Path.Combine(Gateway.Files.Folder, "local.jwks"));
        Assert.Equal(503, await Eventually.WithinAsync(3, () => StatusAsync(other), status => status == 503));
    }

    [Fact]
    public async Task A_token_that_is_called_back_counts_no_more()
    {
        await StartAsync();
        var byAdmin = _issuer.Token(claims => claims["jti"] = "by-admin");
        var byCommand = _issuer.Token(claims => claims["sid"] = "by-command");
        var other = _issuer.Token();
        Assert.Equal((200, 200, 200), (await StatusAsync(byAdmin), await StatusAsync(byCommand), await StatusAsync(other)));

        const string Content = """{"kind":"jti","value":"by-admin"}""";
        var revoked = await RunningGateway.SendAsync(Gateway.Admin.Port, RunningGateway.Written(
            "POST", "/.countersign/revocations", $"Host: {Gateway.Admin.Authority}", $"Authorization: Bearer {RunningGateway.AdminToken}",
            "Content-Type: application/json", $"Content-Length: {Content.Length}") + Content);
        Assert.Equal(201, revoked.Status);
        Assert.Equal(401, await StatusAsync(byAdmin));

        using (var store = Store.Open("sqlite:" + Gateway.Host.Services.Store.Place))
        using (var revocations = new RevocationStore(store))
            revocations.Add(new(RevocationKind.Session, "by-command"));
        Assert.Equal(401, await Eventually.WithinAsync(2, () => StatusAsync(byCommand), status => status == 401));
        Assert.Equal(200, await StatusAsync(other));
    }

    [Fact]
    public async Task A_token_that_was_seen_before_counts_no_moment_longer_than_its_end()
    {
        await StartAsync();
        var end = AccessToken.Now + 3;
        var token = _issuer.Token(claims => claims["exp"] = end);
        Assert.Equal(200, await StatusAsync(token));

        while (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() < end)
            await Task.Delay(10, Cancel);
        var reply = await AskAsync(token);

        Assert.Equal((401, "bearer-token-expired"), (reply.Status, reply.Reason));
    }

    private async Task StartAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    private Task<Reply> AskAsync(string? token) => token is null ? Gateway.GetAsync("/a") : Gateway.GetAsync("/a", AccessToken.Bearer(token));

    private async Task<int> StatusAsync(string? token) => (await AskAsync(token)).Status;
}
