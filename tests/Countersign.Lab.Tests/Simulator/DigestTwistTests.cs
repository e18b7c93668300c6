using System.Net;
using Countersign.Lab.Simulator;
using Countersign.Wire;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>How Digest misbehaves when it is asked to, as clients meet it.</summary>
public sealed class DigestTwistTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private const string Place = "/sim/401/digest";

    private readonly DigestStage _stage = new(simulator.Url);

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("", "401 200 200")]
    [InlineData("?stale=once", "401 401 200 200")]
    [InlineData("?stale=unsaid", "401 200 401 200")]
    [InlineData("?stale=unasked", "401 200 200")]
    [InlineData("?nonce-uses=1", "401 200 401 200")]
    [InlineData("?nonce-uses=2", "401 200 200")]
    [InlineData("?nonce=reissued", "401 200 200")]
    [InlineData("?nonce=per-algorithm&algorithm=SHA-256,MD5", "401 200 200")]
    [InlineData("?nc=unchecked", "401 200 200")]
    [InlineData("?nc=in-order", "401 200 200")]
    [InlineData("?opaque-check=strict", "401 200 200")]
    [InlineData("?opaque-check=changing", "401 200 200")]
    [InlineData("?opaque-check=off", "401 200 200")]
    [InlineData("?nextnonce=given", "401 200 200")]
    [InlineData("?nextnonce=needed", "401 200 200")]
    [InlineData("?nextnonce=never-taken", "401 200 401 200")]
    [InlineData("?rspauth=absent", "401 200 200")]
    [InlineData("?rspauth=no-field", "401 200 200")]
    [InlineData("?digest=no-qop", "401 200 200")]
    [InlineData("?qop=none", "401 200 200")]
    [InlineData("?digest=swapped", "401 200 200")]
    [InlineData("?digest=unknown-first", "401 200 200")]
    [InlineData("?digest=latin-1", "401 200 200")]
    [InlineData("?nonce=per-algorithm&algorithm=SHA-256,MD5&nextnonce=needed", "401 200 200")]
    [InlineData("?nonce=reissued&nc=in-order&rspauth=no-field", "401 200 200")]
    [InlineData("?digest=quoted", "401 200 200")]
    [InlineData("?qop=auth-int", "401 200 200")]
    [InlineData("?userhash=true", "401 200 200")]
    [InlineData("?opaque=back%22slash&realm=Caf%C3%A9", "401 200 200")]
    public async Task Leads_a_good_client_through_these_legs(string twists, string legs) => Assert.Equal(legs, await _stage.LegsAsync(Place + twists, 2));

    [Theory]
    [InlineData("stale=forever")]
    [InlineData("nonce=forgotten")]
    [InlineData("digest=no-realm")]
    [InlineData("digest=no-nonce")]
    [InlineData("digest=unknown-algorithm")]
    [InlineData("digest=unknown-qop")]
    [InlineData("rspauth=wrong")]
    public async Task Lets_no_good_client_in(string twist)
    {
        var legs = await _stage.LegsAsync($"{Place}?{twist}", 1);

        Assert.EndsWith(" 0", legs, StringComparison.Ordinal);
        Assert.InRange(legs.Split(' ').Length, 1, 4);
    }

    [Theory]
    [InlineData("", 401, "true")]
    [InlineData("?nc=unchecked", 200, null)]
    [InlineData("?nonce=reissued", 200, null)]
    public async Task Takes_a_count_again_only_where_it_is_told_to(string twists, int status, string? stale)
    {
        var target = Place + twists;
        var credentials = DigestStage.Compute(target, "Simulator", (await _stage.ChallengeAsync(target)).Find("nonce")!);
        await _stage.SendAsync(target, credentials);
        var again = await _stage.SendAsync(target, credentials);

        Assert.Equal(status, (int)again.StatusCode);
        Assert.Equal(stale, status == 401 ? DigestStage.Challenges(again)[0].Find("stale") : null);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("?nc=in-order", 401)]
    public async Task Takes_counts_that_overtake_each_other_unless_told_not_to(string twists, int status)
    {
        var target = Place + twists;
        var nonce = (await _stage.ChallengeAsync(target)).Find("nonce")!;
        await _stage.SendAsync(target, DigestStage.Compute(target, "Simulator", nonce, 1));

        Assert.Equal(status, (int)(await _stage.SendAsync(target, DigestStage.Compute(target, "Simulator", nonce, 3))).StatusCode);
    }

    [Fact]
    public async Task Forgets_to_say_that_a_nonce_has_ended()
    {
        const string Target = $"{Place}?stale=unsaid";
        var nonce = (await _stage.ChallengeAsync(Target)).Find("nonce")!;
        var statuses = new List<HttpStatusCode>();
        HttpResponseMessage last = null!;
        for (var count = 1; count <= 2; count++)
            statuses.Add((last = await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce, count))).StatusCode);
        var fresh = DigestStage.Challenges(last)[0];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], statuses);
        Assert.Null(fresh.Find("stale"));
        Assert.Equal(HttpStatusCode.OK, (await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", fresh.Find("nonce")!))).StatusCode);
    }

    [Fact]
    public async Task Ends_nonces_by_the_clock_and_replaces_them_before()
    {
        const string Target = $"{Place}?nonce-life=10";
        var clock = new MovedClock();
        await using var timed = await SimulatedServer.StartAsync(new() { Clock = clock }, TestContext.Current.CancellationToken);
        using var stage = new DigestStage(timed.Url);
        var nonce = (await stage.ChallengeAsync(Target)).Find("nonce")!;
        Task<HttpResponseMessage> TryAsync(int count) => stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", nonce, count));

        Assert.Null(DigestStage.Info(await TryAsync(1)).Find("nextnonce"));
        clock.Now += TimeSpan.FromSeconds(6);
        Assert.NotNull(DigestStage.Info(await TryAsync(2)).Find("nextnonce"));
        clock.Now += TimeSpan.FromSeconds(4);
        Assert.Equal("true", DigestStage.Challenges(await TryAsync(3))[0].Find("stale"));
    }

    [Theory]
    [InlineData("stale=always", "true")]
    [InlineData("stale=once", null)]
    public async Task Blames_the_nonce_for_a_wrong_password_only_where_it_is_told_to(string twist, string? stale)
    {
        var target = $"{Place}?{twist}";
        var nonce = (await _stage.ChallengeAsync(target)).Find("nonce")!;

        Assert.Equal(stale, DigestStage.Challenges(await _stage.SendAsync(target, DigestStage.Compute(target, "Simulator", nonce, password: "wrong")))[0].Find("stale"));
    }

    [Fact]
    public async Task Gives_each_algorithm_a_nonce_of_its_own()
    {
        const string Target = $"{Place}?nonce=per-algorithm&algorithm=SHA-256,MD5";
        var challenges = DigestStage.Challenges(await _stage.SendAsync(Target));
        var (own, other) = (challenges[0].Find("nonce")!, challenges[1].Find("nonce")!);

        Assert.NotEqual(own, other);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", other))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", own))).StatusCode);
    }

    [Theory]
    [InlineData("opaque-check=strict", 401, 401, 200)]
    [InlineData("opaque-check=off", 200, 200, 200)]
    [InlineData("opaque=abc", 200, 401, 200)]
    public async Task Judges_what_comes_back_as_opaque(string twist, int none, int other, int same)
    {
        var target = $"{Place}?{twist}";
        var challenge = await _stage.ChallengeAsync(target);
        async Task<int> TryAsync(int count, string? opaque) => (int)(await _stage.SendAsync(target, DigestStage.Compute(target, "Simulator", challenge.Find("nonce")!, count, opaque: opaque))).StatusCode;

        Assert.Equal([none, other, same], [await TryAsync(1, null), await TryAsync(2, "other"), await TryAsync(3, challenge.Find("opaque"))]);
    }

    [Fact]
    public async Task Takes_only_the_newest_opaque()
    {
        const string Target = $"{Place}?opaque-check=changing";
        var (first, second) = (await _stage.ChallengeAsync(Target), await _stage.ChallengeAsync(Target));
        Task<HttpResponseMessage> TryAsync(Challenge of) => _stage.SendAsync(Target, DigestStage.Compute(Target, "Simulator", of.Find("nonce")!, opaque: of.Find("opaque")));

        Assert.NotEqual(first.Find("opaque"), second.Find("opaque"));
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(second)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(first)).StatusCode);
    }

    [Theory]
    [InlineData("no-realm", "realm=", null)]
    [InlineData("no-nonce", "nonce=", null)]
    [InlineData("no-qop", "qop=", null)]
    [InlineData("unquoted", "realm=\"", "realm=Simulator, nonce=")]
    [InlineData("quoted", "algorithm=SHA-256", "algorithm=\"SHA-256\"")]
    [InlineData("swapped", "qop=\"auth\"", "stale=\"false\"")]
    [InlineData("unknown-algorithm", "SHA-256", "algorithm=SHA-512")]
    [InlineData("latin-1", "UTF-8", "charset=ISO-8859-1")]
    public async Task Writes_the_challenge_as_it_is_told_to(string form, string gone, string? there)
    {
        var line = Assert.Single((await _stage.SendAsync($"{Place}?digest={form}")).Headers.NonValidated["WWW-Authenticate"]);

        Assert.DoesNotContain(gone, line, StringComparison.Ordinal);
        Assert.Contains(there ?? "", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_two_realms_of_which_the_second_is_its_own() =>
        Assert.Equal(["Not Simulator", "Simulator"], DigestStage.Challenges(await _stage.SendAsync($"{Place}?digest=two-realms")).Select(each => each.Realm));

    [Theory]
    [InlineData("rspauth=absent&nextnonce=given", "rspauth", null)]
    [InlineData("rspauth=other-cnonce", "cnonce", "of-another-request")]
    [InlineData("rspauth=other-nc", "nc", "000000ff")]
    public async Task Spoils_its_own_proof(string twists, string name, string? value)
    {
        var target = $"{Place}?{twists}";
        using var answer = await _stage.SendAsync(target, DigestStage.Compute(target, "Simulator", (await _stage.ChallengeAsync(target)).Find("nonce")!));

        Assert.Equal(value, DigestStage.Info(answer).Find(name));
        Assert.Equal(twists.Contains("given", StringComparison.Ordinal), DigestStage.Info(answer).Find("nextnonce") is not null);
    }
}
