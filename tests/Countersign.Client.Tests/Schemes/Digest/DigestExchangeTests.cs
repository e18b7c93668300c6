using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Countersign.Client.Failures;
using Countersign.Schemes.Digest;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>What the client makes, judged by the server's half.</summary>
public sealed class DigestExchangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_one_round_trip_for_each_request_after_the_first()
    {
        using var server = new DigestServer();
        using var client = server.Client();

        for (var i = 0; i < 17; i++)
            await client.GetStringAsync("https://api.example/a/" + i, Cancel);

        Assert.Equal(18, server.Requests);
        Assert.Equal(Enumerable.Range(1, 17).Select(count => count.ToString("x8", CultureInfo.InvariantCulture)), server.Admitted.Select(sent => sent.Find("nc")!));
        Assert.Single(server.Admitted.Select(sent => sent.Find("nonce")).Distinct());
        Assert.Equal(17, server.Admitted.Select(sent => sent.Find("cnonce")).Distinct().Count());
    }

    [Theory]
    [InlineData("SHA-256"), InlineData("SHA-512-256"), InlineData("MD5"), InlineData("SHA-256-sess"), InlineData("SHA-512-256-sess"), InlineData("MD5-sess")]
    public async Task Gets_in_by_every_algorithm(string name)
    {
        var algorithm = DigestAlgorithm.Find(name)!;
        using var server = new DigestServer(new() { Realm = "r", Algorithms = [algorithm], Opaque = "", Userhash = true });
        using var client = server.Client(digest => digest.AllowMd5 = true);

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync("https://api.example/a?b=%2F", Cancel);

        Assert.Equal((4, 3), (server.Requests, server.Admitted.Count));
        Assert.All(server.Admitted, sent => Assert.Equal((name, "", "true"), (sent.Find("algorithm"), sent.Find("opaque"), sent.Find("userhash"))));
        Assert.Equal(algorithm.IsSession ? 1 : 3, server.Admitted.Select(sent => sent.Find("cnonce")).Distinct().Count());
    }

    [Fact]
    public async Task Takes_the_strongest_of_several_challenges()
    {
        using var server = new DigestServer(new() { Algorithms = DigestAlgorithm.All.Sort((a, b) => string.CompareOrdinal(b.Name, a.Name)) });
        using var client = server.Client();

        await client.GetStringAsync("https://api.example/", Cancel);

        Assert.StartsWith("SHA-512-256", Assert.Single(server.Admitted).Find("algorithm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uses_every_count_of_a_nonce_once_however_many_requests_there_are_at_once()
    {
        using var server = new DigestServer();
        using var client = server.Client(digest => digest.RequireServerProof = true);
        await client.GetStringAsync("https://api.example/first", Cancel);
        server.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var all = Enumerable.Range(0, 1000).Select(i => client.GetStringAsync("https://api.example/" + i, Cancel)).ToArray();
        server.Gate.SetResult();
        await Task.WhenAll(all);

        Assert.Equal(1002, server.Requests);
        Assert.Empty(server.Refused);
        Assert.Equal(Enumerable.Range(1, 1001).Select(count => count.ToString("x8", CultureInfo.InvariantCulture)), server.Admitted.Select(sent => sent.Find("nc")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gets_a_burst_in_that_comes_before_any_nonce_is_known_and_keeps_one_of_its_nonces()
    {
        using var server = new DigestServer { Gate = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        using var client = server.Client();

        var all = Enumerable.Range(0, 100).Select(i => client.GetStringAsync("https://api.example/" + i, Cancel)).ToArray();
        server.Gate.SetResult();
        await Task.WhenAll(all);
        await client.GetStringAsync("https://api.example/a", Cancel);
        await client.GetStringAsync("https://api.example/b", Cancel);

        Assert.Empty(server.Refused);
        Assert.Equal(202, server.Requests);
        var last = server.Admitted.TakeLast(2).ToArray();
        Assert.Equal(last[0].Find("nonce"), last[1].Find("nonce"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signs_the_octets_of_content_where_the_server_asks_for_it(bool isSecond)
    {
        byte[] octets = [0xff, 0xfe, 0, 0x80, .. Encoding.UTF8.GetBytes("grüß")];
        using var server = new DigestServer(new() { Qop = ["auth-int"], MaxContent = 1 << 20 });
        using var client = server.Client();
        if (isSecond)
            await client.GetStringAsync("https://api.example/", Cancel);

        using var binary = await client.PutAsync("https://api.example/", new ByteArrayContent(octets), Cancel);
        using var json = await client.PostAsJsonAsync("https://api.example/", new { name = "grüß" }, Cancel);
        using var seekable = await client.PostAsync("https://api.example/", new StreamContent(new MemoryStream(octets)), Cancel);
        using var form = await client.PostAsync("https://api.example/", new MultipartFormDataContent { { new ByteArrayContent(octets), "a" } }, Cancel);
        using var once = await client.PostAsync("https://api.example/", new StreamContent(new OneWay(octets)), Cancel);

        Assert.All([binary, json, seekable, form, once], response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Empty(server.Refused);

        // Content that can be read once is sent bare, and a copy of it signed.
        Assert.Equal(isSecond ? 8 : 7, server.Requests);
    }

    [Fact]
    public async Task Says_so_when_content_can_not_be_signed()
    {
        using var server = new DigestServer(new() { Qop = ["auth-int"] });
        using var client = server.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => client.PostAsync("https://api.example/", new StreamContent(new OneWay(new byte[2 * 1024 * 1024])), Cancel));

        Assert.Equal(FailureReason.UnreplayableContent, failed.Failure.Reason);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Signs_content_by_choice()
    {
        using var server = new DigestServer(new() { Qop = ["auth", "auth-int"] });
        using var plain = server.Client();
        using var covering = server.Client(digest => digest.PreferAuthInt = true);

        await plain.GetStringAsync("https://api.example/", Cancel);
        await covering.GetStringAsync("https://api.example/", Cancel);

        Assert.Equal(["auth", "auth-int"], server.Admitted.Select(sent => sent.Find("qop")!));
    }

    [Fact]
    public async Task Is_rejected_with_a_wrong_password_after_one_try()
    {
        using var server = new DigestServer();
        using var client = server.Client(password: "Circle Of Life");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/", Cancel));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Equal(2, server.Requests);
        Assert.DoesNotContain("Circle", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("response=", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("Brew", "Brew")]
    public async Task Signs_the_method_as_it_goes_out(string method, string expectedMethod)
    {
        using var server = new StubServer(seen => seen.Authorization is null ? StubServer.Refusal("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256") : new(HttpStatusCode.OK));
        using var client = server.Client(options => options.AddDigest("https://api.example", "u", new("p")));
        using var request = new HttpRequestMessage(new(method), "https://api.example/");

        using var response = await client.SendAsync(request, Cancel);

        var sent = Wire.CredentialsReader.Read(server.Requests[1].Authorization!).Credentials!;
        var expected = DigestResponder.Respond(
            Wire.ChallengeReader.Read("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256").Challenges[0], new("u", "p"), expectedMethod, "/", sent.Find("cnonce")!);
        Assert.Equal(expected!.Find("response"), sent.Find("response"));
    }

    [Fact]
    public void Makes_nothing_that_the_server_half_does_not_verify()
    {
        var text = ArbMap.Default.GeneratorFor<string>().Select(any => new string([.. (any ?? "").Where(c => c is >= ' ' and < '\x7f' or >= '\xa0' and < '\xd800')]));
        var cases =
            from algorithm in Gen.Elements(DigestAlgorithm.All.AsEnumerable())
            from qop in Gen.Elements<ImmutableArray<string>>(["auth"], ["auth-int"], ["auth-int", "auth"])
            from user in text.Where(name => name.Length > 0)
            from password in text
            from realm in Gen.Elements("r", "say \"hi\"", "back\\slash", "a, b=c")
            from hashes in ArbMap.Default.GeneratorFor<bool>()
            from target in Gen.Elements("/", "/a%2Fb?c=%22d%22&e=%C3%BC", "/?", "/a//b/../c")
            from content in ArbMap.Default.GeneratorFor<byte[]?>()
            select (algorithm, qop, user, password, realm, hashes, target, content);

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            using var server = new DigestServer(
                new() { Realm = each.realm, Algorithms = [each.algorithm], Qop = each.qop, Userhash = each.hashes, Opaque = "a\"b" }, each.user.Normalize(), each.password.Normalize());
            using var client = server.Client(digest => digest.AllowMd5 = true, each.user, each.password);
            using var request = new HttpRequestMessage(HttpMethod.Put, "https://api.example" + each.target);
            request.Content = each.content is null ? null : new ByteArrayContent(each.content);
            var sending = client.SendAsync(request, CancellationToken.None);
            Assert.True(sending.IsCompleted);
            using var response = sending.GetAwaiter().GetResult();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(2, server.Requests);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private sealed class OneWay(byte[] octets) : MemoryStream(octets)
    {
        public override bool CanSeek => false;
    }
}
