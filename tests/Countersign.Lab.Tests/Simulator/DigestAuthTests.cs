using System.Net;
using System.Text;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The addresses that httpbin has for Digest, but verifying for real.</summary>
public sealed class DigestAuthTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private const string Place = "/digest-auth/auth/anna/secret/SHA-256";

    private readonly DigestStage _stage = new(simulator.Url);

    public static TheoryData<string, string> Kinds() =>
        [.. from qop in (string[])["auth", "auth-int", "both", "auth,auth-int"] from algorithm in DigestAlgorithm.All select new TheoryDataRow<string, string>(qop, algorithm.Name)];

    public void Dispose() => _stage.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lets_in_who_knows_the_password(string qop, string algorithm)
    {
        // The client judges proofs over fields, and keeps no content for one over that. It throws over a proof that is wrong or missing.
        var (http, legs) = _stage.Client(configure: digest => digest.RequireServerProof = qop != "auth-int");
        using var got = await http.GetAsync($"/digest-auth/{qop}/anna/secret/{algorithm}", TestContext.Current.CancellationToken);
        using var posted = await http.PostAsync($"/digest-auth/{qop}/anna/secret/{algorithm}", new StringContent("grüße"), TestContext.Current.CancellationToken);

        Assert.Equal("401 200 200", string.Join(' ', legs));
        Assert.Equal(qop == "auth-int" ? "auth-int" : "auth", DigestStage.Info(posted).Find("qop"));
        Assert.Equal("anna", (await DigestStage.ToldAsync(got)).GetProperty("user").GetString());
        Assert.True((await DigestStage.ToldAsync(posted)).GetProperty("authenticated").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Proves_to_know_the_password_too(string qop, string algorithm)
    {
        var target = $"/digest-auth/{qop}/anna/secret/{algorithm}";
        var demand = DigestDemand.Read(await _stage.ChallengeAsync(target), out _)!;
        var prover = new DigestProver(demand, new("anna", "secret"));
        var isInt = demand.OffersAuthInt;
        var count = 0;
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Head })
        {
            var sent = method == HttpMethod.Post ? "grüße" : null;
            var parts = new DigestParts(target, demand.Nonce, $"0000000{++count}", "c\"\\d", isInt ? "auth-int" : "auth");
            var answer = await _stage.SendAsync(target, prover.Authorization(method.Method, parts, isInt ? ContentHash(demand.Algorithm!, Encoding.UTF8.GetBytes(sent ?? "")) : []), method: method, content: sent);
            var content = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(prover.IsProof(DigestStage.Info(answer).Find("rspauth")!, parts, isInt ? ContentHash(demand.Algorithm!, content) : []), method.Method);
            Assert.Equal(parts.Cnonce, DigestStage.Info(answer).Find("cnonce"));
        }
    }

    [Theory]
    [InlineData("/digest-auth/auth/anna/secret", "401 200 200")]
    [InlineData("/digest-auth/none/anna/secret", "401 200 200")]
    [InlineData("/digest-auth/none/anna/secret/SHA-256", "401 200 200")]
    [InlineData("/digest-auth/auth/anna/secret/SHA-256/never", "401 200 200")]
    [InlineData("/digest-auth/auth/anna/secret/SHA-256/1", "401 200 401 200")]
    [InlineData("/digest-auth/none/anna/secret/MD5/1", "401 200 401 200")]
    [InlineData("/hidden-digest-auth/auth/anna/other", "404 404")]
    public async Task Leads_clients_through(string target, string legs) => Assert.Equal(legs, await _stage.LegsAsync(target, 2));

    [Fact]
    public async Task Takes_what_is_computed_by_hand()
    {
        var challenge = await _stage.ChallengeAsync(Place);
        var nonce = challenge.Find("nonce")!;
        var answer = await _stage.SendAsync(Place, DigestStage.Compute(Place, "Simulator", nonce));
        var proof = DigestStage.Hash($"{DigestStage.Hash("anna:Simulator:secret")}:{nonce}:00000001:0a4f113b:auth:{DigestStage.Hash($":{Place}")}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(proof, DigestStage.Info(answer).Find("rspauth"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Proves_itself_over_its_content_with_auth_int()
    {
        const string Target = "/digest-auth/auth-int/anna/secret/SHA-256";
        var nonce = (await _stage.ChallengeAsync(Target)).Find("nonce")!;
        var head = DigestStage.Hash("anna:Simulator:secret");
        string Response(string a2) => DigestStage.Hash($"{head}:{nonce}:00000001:c:auth-int:{DigestStage.Hash(a2)}");
        var answer = await _stage.SendAsync(Target, $"Digest username=\"anna\", realm=\"Simulator\", nonce=\"{nonce}\", uri=\"{Target}\", algorithm=SHA-256, qop=auth-int, nc=00000001, cnonce=\"c\", response=\"{Response($"POST:{Target}:{DigestStage.Hash("hello")}")}\"", method: HttpMethod.Post, content: "hello");
        var content = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Response($":{Target}:{DigestStage.Hash(content)}"), DigestStage.Info(answer).Find("rspauth"));
    }

    [Fact]
    public async Task Refuses_content_that_was_changed_on_the_way()
    {
        const string Target = "/digest-auth/auth-int/anna/secret/SHA-256";
        var nonce = (await _stage.ChallengeAsync(Target)).Find("nonce")!;
        var response = DigestStage.Hash($"{DigestStage.Hash("anna:Simulator:secret")}:{nonce}:00000001:c:auth-int:{DigestStage.Hash($"POST:{Target}:{DigestStage.Hash("1 euro")}")}");
        var answer = await _stage.SendAsync(Target, $"Digest username=\"anna\", realm=\"Simulator\", nonce=\"{nonce}\", uri=\"{Target}\", algorithm=SHA-256, qop=auth-int, nc=00000001, cnonce=\"c\", response=\"{response}\"", method: HttpMethod.Post, content: "9 euro");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("digest-response-wrong", (await DigestStage.ToldAsync(answer)).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("wrong", Place, 401, "digest-response-wrong")]
    [InlineData("secret", "/digest-auth/auth/anna", 400, "digest-uri-mismatch")]
    public async Task Says_why_it_refuses(string password, string uri, int status, string reason)
    {
        var nonce = (await _stage.ChallengeAsync(Place)).Find("nonce")!;
        var answer = await _stage.SendAsync(Place, DigestStage.Compute(uri, "Simulator", nonce, password: password));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(reason, (await DigestStage.ToldAsync(answer)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Calls_a_nonce_stale_after_its_uses_without_any_cookie()
    {
        const string Target = $"{Place}/2";
        var nonce = (await _stage.ChallengeAsync(Target)).Find("nonce")!;
        var statuses = new List<int>();
        HttpResponseMessage last = null!;
        for (var count = 1; count <= 3; count++)
            statuses.Add((int)(last = await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce, count))).StatusCode);
        var challenge = DigestStage.Challenges(last)[0];

        Assert.Equal([200, 200, 401], statuses);
        Assert.Equal("true", challenge.Find("stale"));
        Assert.NotEqual(nonce, challenge.Find("nonce"));
        Assert.False(last.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/digest-auth/auth/anna/secret/SHA-512", "SHA-512-256")]
    [InlineData("/digest-auth/auth/anna/secret/SHA256", "it is called SHA-256")]
    [InlineData("/digest-auth/auth/anna/secret/CRC32", "There is no Digest algorithm CRC32")]
    [InlineData("/digest-auth/wrong-qop/anna/secret", "none of auth, auth-int, both")]
    [InlineData("/digest-auth/none/anna/secret/MD5-sess", "no -sess without qop")]
    [InlineData("/digest-auth/auth/anna/secret/MD5/soon", "something else")]
    [InlineData("/digest-auth/auth/anna/secret?realm=%0A", "control character")]
    [InlineData("/sim/401/digest?algorithm=SHA-512", "SHA-512-256")]
    [InlineData("/sim/401/digest?algorithm=MD5,MD5", "named twice")]
    [InlineData("/sim/401/digest?userhash=yes", "userhash is true or false")]
    [InlineData("/sim/401/basic?stale=once", "about digest")]
    public async Task Says_what_has_no_meaning(string target, string words)
    {
        var answer = await _stage.SendAsync(target);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demands_the_cookie_of_the_challenge_where_it_is_asked_to()
    {
        const string Target = $"{Place}?require-cookie=true";
        var asked = await _stage.SendAsync(Target);
        var nonce = DigestStage.Challenges(asked)[0].Find("nonce")!;
        Task<HttpResponseMessage> TryAsync(int count, string? cookie) => _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce, count), cookie);

        var without = await TryAsync(1, null);
        Assert.Equal("fake=fake_value; Path=/", Assert.Single(asked.Headers.GetValues("Set-Cookie")));
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Null(DigestStage.Challenges(without)[0].Find("stale"));
        Assert.Contains("did not come", (await DigestStage.ToldAsync(without)).GetProperty("evidence").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await TryAsync(2, "other=1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(3, "fake=fake_value")).StatusCode);
    }

    [Fact]
    public async Task Hides_what_strangers_may_not_see()
    {
        const string Target = "/hidden-digest-auth/auth/anna/secret/SHA-256";
        var answer = await _stage.SendAsync(Target);
        var nonce = DigestStage.Challenges(answer)[0].Find("nonce")!;

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce, password: "wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce))).StatusCode);
    }

    [Fact]
    public async Task Does_not_offer_qop_for_the_digest_of_1997_and_takes_none()
    {
        const string Target = "/digest-auth/none/anna/secret/SHA-256";
        var challenge = await _stage.ChallengeAsync(Target);
        var nonce = challenge.Find("nonce")!;
        var answer = await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce));

        Assert.Null(challenge.Find("qop"));
        Assert.Equal("digest-qop-not-offered", (await DigestStage.ToldAsync(answer)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Finds_a_user_by_the_hash_of_its_name()
    {
        const string Target = "/sim/401/digest?userhash=true&domain=/sim/%20/digest-auth/";
        var challenge = await _stage.ChallengeAsync(Target);
        var named = DigestStage.Compute(Target, "Simulator", challenge.Find("nonce")!);
        var hashed = named.Replace("username=\"anna\"", $"username=\"{DigestStage.Hash("anna:Simulator")}\", userhash=true", StringComparison.Ordinal);

        Assert.Equal("true", challenge.Find("userhash"));
        Assert.Equal("/sim/ /digest-auth/", challenge.Find("domain"));
        Assert.Equal(HttpStatusCode.OK, (await _stage.SendAsync(Target, hashed)).StatusCode);
    }

    private static byte[] ContentHash(DigestAlgorithm algorithm, byte[] content)
    {
        var hash = new DigestContentHash(algorithm);
        hash.Append(content);
        return hash.Finish();
    }
}
