using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

public sealed class DigestSchemeTests
{
    private const string Realm = "r";
    private static readonly DigestOptions _all = new() { Realm = Realm, Algorithms = DigestAlgorithm.All, Qop = ["auth", "auth-int"], Userhash = true };
    private static readonly DigestLogin _mufasa = new("Mufasa", "Circle of Life");

    private readonly Clock _clock = new();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Accepts_each_algorithm_once_and_refuses_the_replay(int which)
    {
        foreach (var options in (DigestOptions[])[_all, _all with { Userhash = false }])
        {
            var scheme = Start(options);
            var credentials = Answer(scheme, which);

            Assert.Equal("Mufasa", (await Judge(scheme, credentials)).Subject?.Name);
            Assert.Equal(Refusal.DigestNonceReplayed, (await Judge(scheme, credentials)).Refusal);
            Assert.Null((await Judge(scheme, Answer(scheme, which))).Refusal);
        }
    }

    [Fact]
    public void Does_not_start_with_options_that_no_challenge_could_say()
    {
        DigestOptions[] broken =
        [
            new() { Realm = "" }, new() { Realm = "a\nb" }, new() { Algorithms = [] }, new() { Algorithms = [DigestAlgorithm.Md5, DigestAlgorithm.Md5] },
            new() { Qop = [] }, new() { Qop = ["auth-conf"] }, new() { Qop = ["auth", "auth"] }, new() { Domain = ["/a b"] }, new() { Opaque = "\r" }, new() { MaxContent = 0 },
        ];

        Assert.All(broken, options => Assert.NotEmpty(Assert.Throws<ArgumentException>(() => Start(options)).Message));
        Assert.Equal(3, new DigestOptions { Realm = "", Algorithms = [], MaxContent = -1 }.Faults().Count);
        Assert.Empty(_all.Faults());
    }

    [Fact]
    public void Challenges_as_RFC_7616_writes_it()
    {
        var scheme = Start(_all with { Algorithms = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5], Domain = ["/a", "/b"], Opaque = "o" });

        var challenges = scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).ToList();

        Assert.Equal(2, challenges.Count);
        var nonce = challenges[0].Find("nonce");
        Assert.Equal(
            $"Digest realm=\"r\", domain=\"/a /b\", nonce=\"{nonce}\", opaque=\"o\", algorithm=SHA-256, qop=\"auth, auth-int\", charset=UTF-8, userhash=true",
            challenges[0].ToString());
        Assert.Contains("algorithm=MD5", challenges[1].ToString());
        Assert.Equal(nonce, challenges[1].Find("nonce"));
        Assert.NotEqual(nonce, scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First().Find("nonce"));
    }

    [Fact]
    public async Task Calls_a_right_digest_of_an_earlier_start_stale_and_a_wrong_one_unknown()
    {
        Assert.Equal(Refusal.DigestNonceStale, (await Judge(Start(), Answer(Start()))).Refusal);
        Assert.Equal(Refusal.DigestNonceUnknown, (await Judge(Start(), Answer(Start(), login: new("Mufasa", "x")))).Refusal);
        Assert.Equal(Refusal.DigestNonceUnknown, (await Judge(Start(), Answer(Start(), login: new("Scar", "x")))).Refusal);
    }

    [Fact]
    public async Task Gives_a_successor_at_half_life_and_calls_the_nonce_stale_at_its_end()
    {
        var scheme = Start();
        var (young, ageing, dead) = (Answer(scheme), Answer(scheme), Answer(scheme));

        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Null(Info(await Judge(scheme, young)).Find("nextnonce"));
        _clock.Now += TimeSpan.FromMinutes(1);
        var next = Info(await Judge(scheme, ageing)).Find("nextnonce");
        Assert.NotNull(next);
        _clock.Now += TimeSpan.FromMinutes(2);
        var verdict = await Judge(scheme, dead);
        Assert.Equal(Refusal.DigestNonceStale, verdict.Refusal);
        Assert.Equal("The digest is right; the nonce ended at 2026-01-01 00:05:00Z.", verdict.Evidence);

        var challenge = scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First();
        var withNext = challenge with { Params = challenge.Params.Replace(challenge.Params.Single(each => each.Name == "nonce"), new("nonce", next)) };
        Assert.Null((await Judge(scheme, DigestResponder.Respond(withNext, _mufasa, "GET", "/a?b=1", "c")!)).Refusal);
    }

    [Fact]
    public async Task Proves_itself_to_the_client()
    {
        var scheme = Start(_all with { Qop = ["auth"] });

        var info = Info(await Judge(scheme, Answer(scheme)));

        Assert.Equal(("auth", "c", "00000001", 64), (info.Find("qop"), info.Find("cnonce"), info.Find("nc"), info.Find("rspauth")?.Length));
    }

    [Fact]
    public async Task Asks_for_a_new_nonce_when_the_ledger_is_full()
    {
        var scheme = new DigestScheme("d", _all, Mufasa(), new Ledger(ReplayOutcome.Full), Nonces(), new Guesses());

        Assert.Equal(Refusal.DigestNonceStale, (await Judge(scheme, Answer(scheme))).Refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closes_when_the_ledger_can_not_be_asked(bool isNear)
    {
        var guesses = new Guesses();
        var scheme = new DigestScheme("d", _all, Mufasa(), new Ledger(ReplayOutcome.Unavailable) { IsNear = isNear }, Nonces(), guesses);

        Assert.Equal(Refusal.ProtectionUnavailable, (await Judge(scheme, Answer(scheme))).Refusal);
    }

    [Fact]
    public async Task Counts_alike_in_a_ledger_that_is_elsewhere()
    {
        var scheme = new DigestScheme("d", _all, Mufasa(), new Ledger { IsNear = false }, Nonces(), new Guesses());
        var answer = Answer(scheme);

        Assert.Equal("Mufasa", (await Judge(scheme, answer)).Subject?.Name);
        Assert.Equal(Refusal.DigestNonceReplayed, (await Judge(scheme, answer)).Refusal);
    }

    [Fact]
    public async Task Closes_when_the_secrets_cannot_be_read()
    {
        var scheme = new DigestScheme("d", _all, new Users { IsAvailable = false }, new Ledger(), Nonces(), new Guesses());

        Assert.Equal(Refusal.ProtectionUnavailable, (await Judge(scheme, Answer(scheme))).Refusal);
    }

    [Fact]
    public async Task Refuses_wrong_passwords_unknown_users_and_other_targets()
    {
        var scheme = Start(_all with { Userhash = false });
        Assert.Equal(Refusal.DigestResponseWrong, (await Judge(scheme, Answer(scheme, login: new("Mufasa", "x")))).Refusal);
        Assert.Equal(Refusal.DigestUnknownUser, (await Judge(scheme, Answer(scheme, login: new("Scar", "x")))).Refusal);
        Assert.Equal("It differs in letter case.", (await Judge(scheme, Answer(scheme, login: new("mufasa", "x")))).Evidence);
        Assert.Equal("The uri leaves out the query of the target.", (await Judge(scheme, Answer(scheme, uri: "/a"))).Evidence);
        Assert.Equal("The uri and the target /a are escaped differently.", (await Judge(scheme, Answer(scheme, uri: "/%61?b=1"))).Evidence);
        Assert.Equal("The uri names another host.", (await Judge(scheme, Answer(scheme, uri: "http://evil/a?b=1"))).Evidence);
        Assert.Null((await Judge(scheme, Answer(scheme, uri: "https://WWW.example.org:8443/a?b=1"))).Refusal);
    }

    [Fact]
    public async Task Refuses_a_hashed_name_that_was_not_offered()
    {
        var scheme = Start(_all with { Userhash = false });
        var challenge = scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First();
        var asking = challenge with { Params = challenge.Params.Add(new("userhash", "true", Quoted: false)) };

        var verdict = await Judge(scheme, DigestResponder.Respond(asking, _mufasa, "GET", "/a?b=1", "c")!);

        Assert.Equal((Refusal.DigestUnknownUser, "The name is hashed, which was not offered."), (verdict.Refusal, verdict.Evidence));
    }

    [Fact]
    public async Task Refuses_doubled_and_missing_parameters_and_a_token()
    {
        var scheme = Start();
        var good = Answer(scheme);
        foreach (var parameter in good.Params)
        {
            Assert.Equal(Refusal.DigestMalformed, (await Judge(scheme, good with { Params = good.Params.Add(parameter) })).Refusal);
            if (parameter.Name is not ("qop" or "algorithm" or "userhash"))
                Assert.Equal(Refusal.DigestMalformed, (await Judge(scheme, good with { Params = good.Params.Remove(parameter) })).Refusal);
        }

        Assert.Equal(Refusal.DigestMalformed, (await Judge(scheme, new Credentials("Digest") { Token68 = "abc" })).Refusal);
        Assert.Equal(Refusal.DigestMalformed, (await Judge(scheme, new Credentials("Digest"))).Refusal);
    }

    [Theory]
    [InlineData("DG-21", "j\u00f6rg")] // read as text
    [InlineData("DG-21", "j\u00c3\u00b6rg")] // UTF-8, read octet by octet
    [InlineData("DG-22", "j\u00f6rg")] // Latin-1, read octet by octet
    public async Task Knows_names_in_both_encodings(string id, string sentName)
    {
        var vector = DigestVectors.Find(DigestVectors.Computations, id);
        var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
        string Of(string name) => input.GetProperty(name).GetString()!;
        var users = new Users().Add("j\u00f6rg", Of("realm"), "SHA-256", expected.GetProperty("H_user_realm_password").GetString()!);
        var scheme = new DigestScheme("d", new() { Realm = Of("realm") }, users, new Ledger(), new FixedNonces(Of("nonce")), new Guesses());
        var credentials = new Credentials("Digest")
        {
            Params =
            [
                new("username", sentName), new("response", expected.GetProperty("response").GetString()!), new("algorithm", "SHA-256"),
                .. new[] { "realm", "nonce", "uri", "qop", "nc", "cnonce" }.Select(name => new AuthParam(name, Of(name))),
            ],
        };

        var verdict = await scheme.VerifyAsync(credentials, new Facts(Of("uri")), TestContext.Current.CancellationToken);
        Assert.Equal("j\u00f6rg", verdict.Subject?.Name);

        var stranger = new DigestScheme("d", new() { Realm = Of("realm") }, new Users(), new Ledger(), new FixedNonces(Of("nonce")), new Guesses());
        verdict = await stranger.VerifyAsync(credentials, new Facts(Of("uri")), TestContext.Current.CancellationToken);
        Assert.Equal((Refusal.DigestUnknownUser, "j\u00f6rg"), (verdict.Refusal, verdict.ClaimedName));
    }

    [Fact]
    public async Task Takes_the_extended_name()
    {
        var scheme = new DigestScheme(
            "d", new() { Realm = Realm }, new Users().Add("J\u00e4s\u00f8n Doe", Realm, "p"), new Ledger(), Nonces(), new Guesses());
        var credentials = Answer(scheme, login: new("J\u00e4s\u00f8n Doe", "p"));

        Assert.Contains("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe", CredentialsWriter.Write(credentials));
        Assert.Equal("J\u00e4s\u00f8n Doe", (await Judge(scheme, credentials)).Subject?.Name);
    }

    [Fact]
    public async Task Verifies_the_content_with_auth_int()
    {
        var scheme = Start(_all with { MaxContent = 5 });
        Credentials Sign(string content) => DigestResponder.Respond(
            scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First(), _mufasa, "GET", "/a?b=1", "c", 1, Encoding.UTF8.GetBytes(content))!;

        Assert.Null((await Judge(scheme, Sign("hello"), new(content: "hello"u8.ToArray()))).Refusal);
        Assert.Equal(Refusal.DigestResponseWrong, (await Judge(scheme, Sign("hello"), new(content: "hullo"u8.ToArray()))).Refusal);
        Assert.Equal(Refusal.ContentTooLarge, (await Judge(scheme, Sign("hello!"), new(content: "hello!"u8.ToArray()))).Refusal);

        Assert.Null((await Judge(scheme, Sign(""), new())).Duty);
        Assert.True((await Judge(scheme, Sign(""), new(takesTrailers: true))).Duty?.NeedsContent);
    }

    [Fact]
    public async Task Hashes_for_unknown_users_what_it_hashes_for_known_ones()
    {
        // A target so long that hashing is nearly all of the work.
        var target = "/" + new string('a', 1 << 18);
        var scheme = Start(_all with { Algorithms = [DigestAlgorithm.Sha512T256], Userhash = false });
        var known = Answer(scheme, login: new("Mufasa", "x"), uri: target);
        var unknown = Answer(scheme, login: new("Scar", "x"), uri: target);

        var (forKnown, forUnknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 30; i++)
        {
            forKnown = Min(forKnown, await Time(known, Refusal.DigestResponseWrong));
            forUnknown = Min(forUnknown, await Time(unknown, Refusal.DigestUnknownUser));
        }

        Assert.InRange(forUnknown / forKnown, 0.5, 2);

        async Task<TimeSpan> Time(Credentials credentials, Refusal expected)
        {
            var start = TimeProvider.System.GetTimestamp();
            var verdict = await scheme.VerifyAsync(credentials, new Facts(target), TestContext.Current.CancellationToken);
            var taken = TimeProvider.System.GetElapsedTime(start);
            Assert.Equal(expected, verdict.Refusal);
            return taken;
        }

        static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    private DigestScheme Start(DigestOptions? options = null) => new("d", options ?? _all, Mufasa(), new Ledger(), Nonces(), new Guesses());

    private DigestNonces Nonces() => new(_clock, TimeSpan.FromMinutes(5));

    private static Users Mufasa() => new Users().Add("Mufasa", Realm, "Circle of Life");

    private static Credentials Answer(DigestScheme scheme, int which = 0, DigestLogin? login = null, string uri = "/a?b=1") =>
        DigestResponder.Respond(scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).ElementAt(which), login ?? _mufasa, "GET", uri, "c")!;

    private static ValueTask<Verdict> Judge(DigestScheme scheme, Credentials credentials, Facts? facts = null) =>
        scheme.VerifyAsync(CredentialsReader.Read(CredentialsWriter.Write(credentials)).Credentials, facts ?? new Facts(), TestContext.Current.CancellationToken);

    private static AuthenticationInfoReading Info(Verdict verdict)
    {
        Assert.Null(verdict.Refusal);
        return AuthenticationInfoReader.Read(verdict.Duty!.Value());
    }
}
