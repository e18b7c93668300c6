using System.Net;
using Countersign.Client.Failures;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>Challenges as servers write them, good and bad.</summary>
public sealed class DigestChallengeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", nameof(FailureReason.AlgorithmNotAllowed), "AllowMd5")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess", nameof(FailureReason.AlgorithmNotAllowed), "AllowMd5")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512", nameof(FailureReason.AlgorithmNotAllowed), "SHA-512 is unknown")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256", nameof(FailureReason.AlgorithmNotAllowed), "AllowWithoutQop")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"foo\"", nameof(FailureReason.AlgorithmNotAllowed), "qop")]
    [InlineData("Digest nonce=\"n\", qop=\"auth\", algorithm=SHA-256", nameof(FailureReason.MalformedChallenge), "realm")]
    [InlineData("Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256", nameof(FailureReason.MalformedChallenge), "nonce")]
    [InlineData("Digest realm=\"r\", nonce=\"\", qop=\"auth\", algorithm=SHA-256", nameof(FailureReason.MalformedChallenge), "nonce")]
    [InlineData("Digest", nameof(FailureReason.MalformedChallenge), "realm")]
    [InlineData("Digest abcdef==", nameof(FailureReason.MalformedChallenge), "realm")]
    public async Task Says_why_a_challenge_is_not_answered(string challenge, string reason, string says)
    {
        using var server = new StubServer(_ => StubServer.Refusal(challenge));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/", Cancel));

        Assert.Equal(reason, failed.Failure.Reason.ToString());
        Assert.Contains(says, failed.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("realm")]
    [InlineData("nonce")]
    public async Task Does_not_take_in_64_KiB_of_a_value(string name) // CVE-2013-0249
    {
        var value = string.Concat(Enumerable.Repeat("\\\"", 32 * 1024));
        using var server = new StubServer(_ => StubServer.Refusal($"Digest {(name == "realm" ? "nonce" : "realm")}=\"x\", {name}=\"{value}\", qop=\"auth\", algorithm=SHA-256"));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/", Cancel));

        Assert.Equal(FailureReason.MalformedChallenge, failed.Failure.Reason);
        Assert.InRange(failed.Message.Length, 1, 1000);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\" , stale=", "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=SHA-256")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=SHA-512", "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=SHA-256")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", qop=\"auth\"", "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=SHA-512-256")]
    [InlineData("Digest qop=\"auth\"", "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=sha-256")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", qop=auth,auth-int, algorithm=SHA-256")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", qop=auth-int , AUTH, algorithm=SHA-256, opaque=x")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", qop=\" auth-int , auth \", algorithm=SHA-256")] // curl#9264
    [InlineData("Digest realm=r, nonce=m, opaque=5c, qop=auth, stale=FALSE, algorithm=SHA-256")]
    [InlineData("Digest realm=\"r\", nonce=\"m\", nonce=\"m\", qop=\"auth\", algorithm=SHA-256")]
    [InlineData("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=SHA-256")]
    [InlineData("Digest realm=\"r\", domain=\"\", nonce=\"m\", qop=\"auth,auth-int\", algorithm=SHA-256, charset=utf-8")]
    [InlineData("Digest realm=\"r\", domain=\"http://[::1 \\\\ //x:99999/ :: \", nonce=\"m\", qop=\"auth\", algorithm=SHA-256")] // CVE-2025-4476
    public async Task Finds_the_challenge_that_it_can_answer(params string[] challenges)
    {
        using var server = new StubServer(seen => seen.Authorization?.Contains("nonce=\"m\"", StringComparison.Ordinal) == true ? new(HttpStatusCode.OK) : StubServer.Refusal(challenges));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        using var response = await client.GetAsync("https://api.example/a", Cancel);
        using var again = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 3), (response.StatusCode, again.StatusCode, server.Requests.Count));
        Assert.Equal("auth", Read(server.Requests[^1]).Find("qop"));
    }

    [Fact]
    public async Task Takes_the_first_that_it_may_where_the_servers_order_counts()
    {
        string[] challenges = ["Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512-256"];
        using var server = Taking(challenges);
        using var client = server.Client(options =>
        {
            options.Order = ChallengeOrder.ServerOrder;
            options.AddDigest("https://api.example", "u", new("p"));
        });

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.Equal("SHA-256", Read(server.Requests[1]).Find("algorithm"));
    }

    [Fact]
    public async Task Prefers_Digest_to_Basic()
    {
        using var server = Taking("Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options =>
        {
            options.AddBasic("https://api.example", "u", new("p"));
            options.AddDigest("https://api.example", "u", new("p"));
        });

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.StartsWith("Digest ", server.Requests[1].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_neither_count_nor_cnonce_to_a_server_without_qop()
    {
        using var server = Taking("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"");
        using var client = server.Client(options => options.AddDigest("https://api.example", "Mufasa", new("Circle Of Life"), digest => digest.AllowMd5 = digest.AllowWithoutQop = true));

        await client.GetStringAsync("https://api.example/dir/index.html", Cancel);
        await client.GetStringAsync("https://api.example/dir/index.html", Cancel);

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), seen => Assert.Equal(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", response=\"670fd8c2df070c60b045671b8b24ff02\"", // DG-06
            seen.Authorization));
    }

    [Theory]
    [InlineData("https://api.example/a?b=1&c=%22%2F", "/a?b=1&c=%22%2F")] // curl#3353
    [InlineData("https://api.example/a%2Fb/%e4", "/a%2Fb/%e4")] // cherrypy#1716
    [InlineData("https://api.example/ü?ö#frag", "/%C3%BC?%C3%B6")]
    [InlineData("https://api.example?x", "/?x")]
    [InlineData("https://api.example/a,b;c=d", "/a,b;c=d")]
    public async Task Signs_the_target_as_it_stands_on_the_wire(string address, string uri)
    {
        using var server = Taking("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        await client.GetStringAsync(address, Cancel);

        Assert.Equal((uri, uri), (Read(server.Requests[1]).Find("uri"), server.Requests[1].Target.PathAndQuery));
    }

    [Theory]
    [InlineData("", "opaque=\"\"")]
    [InlineData("a\\\"b\\\\c", "opaque=\"a\\\"b\\\\c\"")]
    public async Task Gives_opaque_back_as_it_is(string opaque, string expected)
    {
        using var server = Taking($"Digest realm=\"say \\\"hi\\\"\", nonce=\"n\\\"\\\\m\", opaque=\"{opaque}\", qop=\"auth\", algorithm=SHA-256");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.Contains(expected, server.Requests[1].Authorization, StringComparison.Ordinal);
        Assert.Contains("realm=\"say \\\"hi\\\"\"", server.Requests[1].Authorization, StringComparison.Ordinal);
        Assert.Contains("nonce=\"n\\\"\\\\m\"", server.Requests[1].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashes_the_realm_without_the_escapes_that_it_is_sent_with()
    {
        const string Realm = "say \"hi\" \\ to, them";
        using var server = new DigestServer(new() { Realm = Realm });
        using var client = server.Client();

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.Equal(Realm, Assert.Single(server.Admitted).Find("realm"));
    }

    [Fact]
    public async Task Quotes_what_is_to_be_quoted_and_nothing_else() // RFC 7616 §3.4
    {
        using var server = Taking("Digest realm=\"r\", nonce=\"n\", opaque=\"o\", qop=\"auth\", algorithm=\"SHA-256\"");
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p"), digest => digest.NewCnonce = () => "c"));

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.Equal(
            $"Digest username=\"u\", realm=\"r\", algorithm=SHA-256, opaque=\"o\", nonce=\"n\", uri=\"/\", response=\"{Read(server.Requests[1]).Find("response")}\", qop=auth, nc=00000001, cnonce=\"c\"",
            server.Requests[1].Authorization);
    }

    [Fact]
    public void Takes_no_name_and_no_password_that_can_not_be_written()
    {
        foreach (var (user, password) in ((string, string)[])[("a\nb", "p"), ("\ud800", "p"), ("u", "\udc00")])
        {
            var options = new ReauthenticationOptions();
            Assert.Throws<ArgumentException>(() => options.AddDigest("https://api.example", user, new(password)));
        }
    }

    private static StubServer Taking(params string[] challenges) => new(seen => seen.Authorization is null ? StubServer.Refusal(challenges) : new(HttpStatusCode.OK));

    private static Credentials Read(Seen seen) => CredentialsReader.Read(seen.Authorization!).Credentials!;
}
