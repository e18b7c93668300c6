using Countersign.AspNetCore.Passwords;
using Countersign.Decisions;
using Countersign.Ports;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class PasswordVaultTests
{
    private const string Sha = "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";
    private const string Bcrypt = "$2y$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
    private const string Mixed = $"sha:{Sha}\nbcrypt:{Bcrypt}\nb:$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu\nplain:secret\nbare";
    private static Client Here => new("192.0.2.1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sha", "password", PasswordOutcome.Matches)]
    [InlineData("bcrypt", "password", PasswordOutcome.Matches)]
    [InlineData("b", "password", PasswordOutcome.Matches)]
    [InlineData("sha", "wrong", PasswordOutcome.WrongPassword)]
    [InlineData("bcrypt", "wrong", PasswordOutcome.WrongPassword)]
    [InlineData("nobody", "password", PasswordOutcome.UnknownUser)]
    [InlineData("SHA", "password", PasswordOutcome.UnknownUser)]
    [InlineData("plain", "secret", PasswordOutcome.UnsupportedHash)]
    [InlineData("bare", "", PasswordOutcome.UnsupportedHash)]
    public async Task Spends_the_same_work_whoever_is_asked_for(string user, string password, PasswordOutcome outcome)
    {
        using var stage = new Stage(Mixed);

        var check = await stage.Vault.CheckAsync(user, password, Here, Cancel);

        Assert.Equal(outcome, check.Outcome);
        Assert.Equal(["$2b$05$" + new string('.', 53), "{SHA}" + new string('A', 27) + "="], stage.Hasher.TakeWork());
    }

    [Fact]
    public async Task Spends_the_same_work_under_concurrency()
    {
        using var stage = new Stage(Mixed, workers: 2, attempts: 1000);
        var perCheck = stage.Source.Table!.Costs.Length;

        foreach (var user in (string[])["sha", "bcrypt", "nobody", "plain"])
        {
            var checks = Enumerable.Range(0, 20).Select(_ => stage.Vault.CheckAsync(user, "wrong", Here, Cancel).AsTask());
            await Task.WhenAll(checks);
            Assert.Equal(20 * perCheck, stage.Hasher.TakeWork().Count);
        }
    }

    [Fact]
    public async Task Remembers_right_passwords_alone()
    {
        using var stage = new Stage(Mixed);
        await stage.Vault.CheckAsync("sha", "password", Here, Cancel);
        stage.Hasher.TakeWork();

        var again = stage.Vault.CheckAsync("sha", "password", Here, Cancel);
        Assert.True(again.IsCompleted);
        Assert.Equal("sha", (await again).Subject?.Name);
        Assert.Empty(stage.Hasher.TakeWork());

        for (var turn = 1; turn <= 2; turn++)
        {
            await stage.Vault.CheckAsync("sha", "wrong", Here, Cancel);
            await stage.Vault.CheckAsync("nobody", "password", Here, Cancel);
            Assert.Equal(4, stage.Hasher.TakeWork().Count);
        }

        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await stage.Vault.CheckAsync("sha", "password", Here, Cancel);
        Assert.Equal(2, stage.Hasher.TakeWork().Count);
    }

    [Fact]
    public async Task Computes_once_for_all_that_wait_with_the_same_right_password()
    {
        using var stage = new Stage($"a:{Sha}");

        var checks = Enumerable.Range(0, 20).Select(_ => stage.Vault.CheckAsync("a", "password", Here, Cancel).AsTask());

        Assert.All(await Task.WhenAll(checks), check => Assert.Equal("a", check.Subject?.Name));
        Assert.Single(stage.Hasher.TakeWork());
    }

    [Fact]
    public async Task Forgets_when_the_hash_changes_and_reads_groups_anew()
    {
        using var stage = new Stage($"a:{Sha}");
        await stage.Vault.CheckAsync("a", "password", Here, Cancel);

        var subject = new Subject("a") { Groups = ["staff"] };
        stage.Source.Table = new OneUserTable(new(PasswordHash.Parse(Sha), subject));
        Assert.Same(subject, (await stage.Vault.CheckAsync("a", "password", Here, Cancel)).Subject);

        stage.Source.Table = HtpasswdFile.Parse("a:{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
        Assert.Equal(PasswordOutcome.WrongPassword, (await stage.Vault.CheckAsync("a", "password", Here, Cancel)).Outcome);
    }

    [Fact]
    public async Task Refuses_disabled_users_at_once_and_at_full_cost()
    {
        using var stage = new Stage($"a:{Sha}");
        await stage.Vault.CheckAsync("a", "password", Here, Cancel);
        stage.Hasher.TakeWork();

        stage.Source.Table = new OneUserTable(new(PasswordHash.Parse(Sha), new Subject("a"), IsDisabled: true));
        foreach (var password in (string[])["password", "wrong"])
        {
            Assert.Equal(PasswordOutcome.UserDisabled, (await stage.Vault.CheckAsync("a", password, Here, Cancel)).Outcome);
            Assert.Single(stage.Hasher.TakeWork());
        }
    }

    [Fact]
    public async Task Lets_nobody_in_while_the_store_is_gone()
    {
        using var stage = new Stage($"a:{Sha}");
        await stage.Vault.CheckAsync("a", "password", Here, Cancel);

        stage.Source.Table = null;

        Assert.Equal(PasswordOutcome.Unavailable, (await stage.Vault.CheckAsync("a", "password", Here, Cancel)).Outcome);
    }

    [Fact]
    public async Task Hints_at_letter_case()
    {
        using var stage = new Stage($"Anna:{Sha}");

        Assert.Equal(NameHints.LetterCase, (await stage.Vault.CheckAsync("anna", "password", Here, Cancel)).Evidence);
        Assert.Null((await stage.Vault.CheckAsync("bert", "password", Here, Cancel)).Evidence);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Locks_known_and_unknown_names_alike_before_any_work(string user)
    {
        using var stage = new Stage($"anna:{Sha}", attempts: 3);
        foreach (var variant in (string[])[user, user.ToUpperInvariant(), char.ToUpperInvariant(user[0]) + user[1..]])
            await stage.Vault.CheckAsync(variant, "wrong", Here, Cancel);
        stage.Hasher.TakeWork();

        var check = await stage.Vault.CheckAsync(user, "password", Here, Cancel);

        Assert.Equal(PasswordOutcome.TooManyAttempts, check.Outcome);
        Assert.Equal(TimeSpan.FromMinutes(5), check.RetryAfter);
        Assert.Null(check.Evidence);
        Assert.Empty(stage.Hasher.TakeWork());
    }

    [Fact]
    public async Task Refuses_a_remembered_password_during_a_lockout_too()
    {
        using var stage = new Stage($"anna:{Sha}", attempts: 2);
        await stage.Vault.CheckAsync("anna", "password", Here, Cancel);
        await stage.Vault.CheckAsync("anna", "wrong", Here, Cancel);
        await stage.Vault.CheckAsync("anna", "wrong", Here, Cancel);

        Assert.Equal(PasswordOutcome.TooManyAttempts, (await stage.Vault.CheckAsync("anna", "password", Here, Cancel)).Outcome);
        Assert.Equal(PasswordOutcome.Matches, (await stage.Vault.CheckAsync("anna", "password", new Client("198.51.100.1"), Cancel)).Outcome);
    }

    [Fact]
    public async Task Tries_no_more_than_allowed_when_guesses_come_at_once()
    {
        using var stage = new Stage($"anna:{Sha}", attempts: 3);
        stage.Hasher.Open.Reset();
        var checks = Enumerable.Range(0, 20).Select(n => stage.Vault.CheckAsync("anna", $"guess {n}", Here, Cancel).AsTask()).ToArray();
        stage.Hasher.Open.Set();

        var outcomes = (await Task.WhenAll(checks)).Select(check => check.Outcome).ToArray();

        Assert.Equal(3, outcomes.Count(outcome => outcome == PasswordOutcome.WrongPassword));
        Assert.Equal(17, outcomes.Count(outcome => outcome == PasswordOutcome.TooManyAttempts));
    }

    [Fact]
    public async Task Says_how_long_to_wait_when_all_workers_are_busy()
    {
        using var stage = new Stage($"anna:{Sha}", queue: 1);
        stage.Hasher.Open.Reset();
        var running = stage.Vault.CheckAsync("anna", "password", Here, Cancel).AsTask();
        while (stage.Workers.Queued > 0)
            await Task.Yield();
        var waiting = stage.Vault.CheckAsync("anna", "password", Here, Cancel).AsTask();

        var check = await stage.Vault.CheckAsync("anna", "password", Here, Cancel);

        Assert.Equal(PasswordOutcome.Busy, check.Outcome);
        Assert.True(check.RetryAfter >= TimeSpan.FromSeconds(1));
        stage.Hasher.Open.Set();
        Assert.Equal(PasswordOutcome.Matches, (await running).Outcome);
        Assert.Equal(PasswordOutcome.Matches, (await waiting).Outcome);
    }
}
