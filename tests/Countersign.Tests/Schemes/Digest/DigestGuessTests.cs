using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>Wrong digests are guesses at passwords, and are limited as those of Basic are.</summary>
public sealed class DigestGuessTests
{
    private const int Allowed = 3;
    private static readonly DigestLogin _mufasa = new("Mufasa", "Circle of Life");

    private readonly Clock _clock = new();
    private readonly Guesses _guesses = new(Allowed);

    [Theory]
    [InlineData("Mufasa", "auth")]
    [InlineData("Scar", "auth")] // who does not exist
    [InlineData("Mufasa", "auth-int")]
    [InlineData("Scar", "auth-int")]
    public async Task Locks_a_name_after_too_many_wrong_digests_whether_it_exists_or_not(string user, string qop)
    {
        var scheme = Start(qop);
        for (var turn = 0; turn < Allowed; turn++)
            Assert.True((await GuessAsync(scheme, new(user, "guess"))).Refusal!.Value.Row().CountsAsGuess);

        var locked = await GuessAsync(scheme, new(user, user == "Mufasa" ? "Circle of Life" : "guess"));

        Assert.Equal((Refusal.TooManyAttempts, TimeSpan.FromSeconds(7), user), (locked.Refusal, locked.RetryAfter, locked.ClaimedName));
        Assert.Equal(Allowed, _guesses.Of(user));
    }

    [Fact]
    public async Task Counts_a_hashed_name_as_the_name()
    {
        var scheme = Start("auth", userhash: true);

        await GuessAsync(scheme, new("Mufasa", "guess"));

        Assert.Equal(1, _guesses.Of("Mufasa"));
    }

    [Fact]
    public async Task Counts_a_wrong_digest_over_a_dead_nonce_since_its_answer_tells_wrong_from_right()
    {
        var scheme = Start("auth");
        var late = Answer(scheme, new("Mufasa", "guess"));
        _clock.Now += TimeSpan.FromHours(1);

        await JudgeAsync(scheme, late);
        await JudgeAsync(scheme, Answer(Start("auth"), new("Mufasa", "guess")));

        Assert.Equal(2, _guesses.Of("Mufasa"));
    }

    [Fact]
    public async Task Counts_no_right_digest_and_forgets_the_wrong_ones_only_for_a_fresh_one()
    {
        var scheme = Start("auth");
        var (first, late) = (Answer(scheme, _mufasa), Answer(scheme, _mufasa));
        Assert.Null((await JudgeAsync(scheme, first)).Refusal);
        await GuessAsync(scheme, new("Mufasa", "guess"));

        Assert.Equal(Refusal.DigestNonceReplayed, (await JudgeAsync(scheme, first)).Refusal);
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(Refusal.DigestNonceStale, (await JudgeAsync(scheme, late)).Refusal);
        Assert.Equal(1, _guesses.Of("Mufasa"));

        Assert.Null((await JudgeAsync(scheme, Answer(scheme, _mufasa))).Refusal);
        Assert.Equal(0, _guesses.Of("Mufasa"));
    }

    [Theory]
    [InlineData("Mufasa", "Circle of Life")]
    [InlineData("Mufasa", "guess")]
    [InlineData("Scar", "guess")]
    public async Task Reads_no_content_for_a_nonce_that_is_dead_or_invented_and_says_the_same_to_everybody(string user, string password)
    {
        var scheme = Start("auth-int");
        var foreign = Answer(Start("auth-int"), new(user, password));
        var late = Answer(scheme, new(user, password));
        _clock.Now += TimeSpan.FromHours(1);

        foreach (var credentials in new[] { foreign, late })
        {
            var facts = new Facts();
            var verdict = await scheme.VerifyAsync(credentials, facts, TestContext.Current.CancellationToken);
            Assert.Equal((Refusal.DigestNonceStale, null, 0), (verdict.Refusal, verdict.ClaimedName, facts.Reads));
        }

        Assert.Equal(0, _guesses.Of(user));
    }

    [Fact]
    public async Task Reads_no_content_for_a_name_that_is_locked()
    {
        var scheme = Start("auth-int");
        for (var turn = 0; turn < Allowed; turn++)
            await GuessAsync(scheme, new("Mufasa", "guess"));
        var facts = new Facts();

        var verdict = await scheme.VerifyAsync(Answer(scheme, _mufasa), facts, TestContext.Current.CancellationToken);

        Assert.Equal((Refusal.TooManyAttempts, 0), (verdict.Refusal, facts.Reads));
    }

    [Fact]
    public void Takes_a_nonce_of_another_lifetime_for_foreign()
    {
        // It would end at another time than its used counts are remembered for.
        var key = new byte[32];
        var nonce = new DigestNonces(_clock, TimeSpan.FromSeconds(2), key).Create("r");

        Assert.Equal(DigestNonceState.Alive, new DigestNonces(_clock, TimeSpan.FromSeconds(2), key).Read(nonce, "r").State);
        Assert.Equal(DigestNonceState.Foreign, new DigestNonces(_clock, TimeSpan.FromMinutes(5), key).Read(nonce, "r").State);
    }

    private DigestScheme Start(string qop, bool userhash = false) => new(
        "d",
        new() { Realm = "r", Qop = [qop], Userhash = userhash },
        new Users().Add("Mufasa", "r", "Circle of Life"),
        new Ledger(),
        new DigestNonces(_clock, TimeSpan.FromMinutes(5)),
        _guesses);

    private static Credentials Answer(DigestScheme scheme, DigestLogin login) => DigestResponder.Respond(
        scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First(), login, "GET", "/a?b=1", "c", 1, Array.Empty<byte>())!;

    private static Task<Verdict> GuessAsync(DigestScheme scheme, DigestLogin login) => JudgeAsync(scheme, Answer(scheme, login));

    private static async Task<Verdict> JudgeAsync(DigestScheme scheme, Credentials credentials) =>
        await scheme.VerifyAsync(credentials, new Facts(), TestContext.Current.CancellationToken);
}
