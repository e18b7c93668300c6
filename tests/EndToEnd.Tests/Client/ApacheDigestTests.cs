using System.Net;
using Countersign.Client;
using Countersign.Client.Failures;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The Digest client against mod_auth_digest.</summary>
public sealed class ApacheDigestTests
{
    private static readonly string[] Modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "authn_file", "auth_digest"];

    [Fact]
    public async Task Takes_one_request_for_each_and_believes_the_servers_proof()
    {
        await using var server = await StartAsync();
        using var caller = Caller(server, digest => digest.RequireServerProof = true);

        for (var i = 0; i < 10; i++)
            Assert.Equal("in", await caller.GetAsync($"/plain/x?i={i}&q=%2F%22"));
        await server.StopAsync();

        Assert.Equal(["401 -", .. Enumerable.Repeat("200 u", 10)], server.Log);
        Assert.Single(caller.Nonces);
        Assert.All(caller.Legs.Skip(1), leg => Assert.NotNull(leg.Info?.Find("rspauth")));
    }

    [Fact]
    public async Task The_frameworks_own_takes_two_for_each()
    {
        await using var server = await StartAsync();
        using var sockets = new SocketsHttpHandler { UseProxy = false, PreAuthenticate = true, Credentials = new CredentialCache { { new(server.Origin), "Digest", new("u", "p") } } };
        using var client = new HttpClient(sockets);

        for (var i = 0; i < 10; i++)
            Assert.Equal("in", await client.GetStringAsync($"{server.Origin}/plain/x?i={i}", TestContext.Current.CancellationToken));
        await server.StopAsync();

        Assert.Equal(Enumerable.Repeat(new[] { "401 -", "200 u" }, 10).SelectMany(both => both), server.Log);
    }

    [Fact]
    public async Task Takes_no_MD5_that_was_not_allowed()
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "u", "p");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => caller.GetAsync("/plain/x"));

        Assert.Equal(FailureReason.AlgorithmNotAllowed, failed.Failure.Reason);
        Assert.Single(caller.Legs);
    }

    [Fact]
    public async Task Uses_one_nonce_for_hundreds_of_requests_at_once()
    {
        await using var server = await StartAsync();
        using var caller = Caller(server);
        await caller.GetAsync("/plain/x");

        await caller.GetAtOnceAsync("/plain/x", 300);
        await server.StopAsync();

        Assert.Equal(302, server.Log.Length);
        Assert.Single(caller.Nonces);
        Assert.Equal(301, caller.Legs.Select(leg => leg.Sent?.Find("nc")).OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task Goes_from_nonce_to_nonce_where_each_is_taken_once()
    {
        await using var server = await StartAsync();
        using var caller = Caller(server, digest => digest.RequireServerProof = true);

        for (var i = 0; i < 10; i++)
            await caller.GetAsync("/once/x");
        await server.StopAsync();

        Assert.Equal(["401 -", .. Enumerable.Repeat("200 u", 10)], server.Log);
        Assert.Equal(10, caller.Nonces.Count());
        Assert.All(caller.Legs.Skip(1), leg => Assert.NotNull(leg.Info?.Find("nextnonce")));
    }

    [Theory]
    [InlineData("/once/x", false)]
    [InlineData("/once/x", true)]
    [InlineData("/counting/x", true)]
    public async Task Gets_many_in_at_once_where_nonces_are_watched(string path, bool serializes)
    {
        await using var server = await StartAsync();
        using var caller = Caller(server, digest => digest.SerializePerNonce = serializes);
        await caller.GetAsync(path);

        for (var i = 0; i < 5; i++)
            await caller.GetAtOnceAsync(path, 20);
        var before = caller.Legs.Count;
        for (var i = 0; i < 5; i++)
            await caller.GetAsync(path);

        Assert.Equal(101 + 5, caller.Legs.Count(leg => leg.Status == HttpStatusCode.OK));
        Assert.DoesNotContain(caller.Legs, leg => leg.Sent is not null && leg.Status == HttpStatusCode.Unauthorized && serializes);

        // At rest each takes one request again: at most the first has to find a nonce.
        Assert.InRange(caller.Legs.Count - before, 5, serializes ? 5 : 6);
    }

    [Fact]
    public async Task Gets_in_with_a_name_beyond_ASCII_as_plain_octets_alone()
    {
        await using var server = await StartAsync();
        using var plain = new DigestCaller(server.Origin, "jörg", "päss", digest => digest.AllowMd5 = digest.SendPlainName = true);
        using var extended = new DigestCaller(server.Origin, "jörg", "päss", digest => digest.AllowMd5 = true);

        Assert.Equal("in", await plain.GetAsync("/plain/x"));
        Assert.Equal("in", await plain.GetAsync("/plain/x"));
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => extended.GetAsync("/plain/x"));

        Assert.Equal(3, plain.Legs.Count);
        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
    }

    [Fact]
    public async Task Is_rejected_after_one_try_with_a_wrong_password()
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "u", "wrong", digest => digest.AllowMd5 = true);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => caller.GetAsync("/plain/x"));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Equal(2, caller.Legs.Count);
    }

    private static DigestCaller Caller(RealServer server, Action<Countersign.Client.Schemes.DigestClientOptions>? configure = null) => new(server.Origin, "u", "p", digest =>
    {
        digest.AllowMd5 = true;
        configure?.Invoke(digest);
    });

    private static Task<RealServer> StartAsync() => RealServer.StartAsync("/usr/sbin/apache2", server =>
    {
        server.Write("htdigest", $"u:r:{DigestHash.Secret(DigestAlgorithm.Md5, "u", "r", "p")}\njörg:r:{DigestHash.Secret(DigestAlgorithm.Md5, "jörg", "r", "päss")}\n");
        foreach (var folder in (string[])["plain", "once", "counting"])
            server.Write($"site/{folder}/x", "in");
        server.Write("apache.conf", $$"""
            ServerRoot {{server.PathOf("")}}
            ServerName localhost
            PidFile {{server.PathOf("apache.pid")}}
            Mutex file:{{server.PathOf("")}}
            ErrorLog /dev/stderr
            LogFormat "%>s %u" short
            CustomLog {{server.PathOf("access.log")}} short
            Listen 127.0.0.1:{{server.Port}}
            {{string.Join('\n', Modules.Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))}}
            AuthDigestShmemSize 1M
            DefaultRuntimeDir {{server.PathOf("")}}
            DocumentRoot {{server.PathOf("site")}}
            MaxKeepAliveRequests 0
            <Location />
              AuthType Digest
              AuthName r
              AuthDigestProvider file
              AuthUserFile {{server.PathOf("htdigest")}}
              Require valid-user
            </Location>
            <Location /once>
              AuthDigestNonceLifetime 0
            </Location>
            <Location /counting>
              AuthDigestNcCheck On
            </Location>
            """);
        return ["-f", server.PathOf("apache.conf"), "-DFOREGROUND"];
    });
}
