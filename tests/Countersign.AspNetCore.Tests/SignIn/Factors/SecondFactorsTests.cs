using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Passwords;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public abstract class SecondFactorsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly SetClock _clock = new(Noon);
    private readonly Lockout _lockout = new(TimeProvider.System, 3);
    private readonly StoreHome _home;
    private readonly Store _store;
    private readonly UserStore _users;
    private readonly SecondFactors _here;
    private readonly SecondFactors _there;

    protected SecondFactorsTests(StoreHome home)
    {
        _home = home;
        _store = home.Open();
        _users = new(_store);
        _users.Add(new("anna", "hash"));
        _users.Add(new("bert", "hash"));
        _here = new(_store, _protection, _lockout, _clock);
        _there = new(home.Open(), _protection, new Lockout(TimeProvider.System, 3), _clock);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_app_is_set_up_by_a_code_of_it_and_that_code_does_not_count_again()
    {
        var setup = _here.Begin("anna");
        Assert.False(await _here.SetAsync("anna", setup, "000000"));
        Assert.False((await _here.FindAsync("anna")).Any);

        Assert.True(await _here.SetAsync("anna", _there.Resume("anna", setup.Sealed)!, Code(setup)));

        Assert.Equal(new FactorsOf(true, 0, 0), await _there.FindAsync("anna"));
        Assert.Equal(CodeOutcome.Spent, await OutcomeAsync(_here, Code(setup)));
        Assert.Equal(CodeOutcome.App, await OutcomeAsync(_here, Code(setup, 1).Insert(3, " ")));
    }

    [Fact]
    public async Task A_code_counts_once_across_gateways_even_when_both_get_it_at_the_same_time()
    {
        var setup = await SetUpAsync();
        for (var step = 1; step < 6; step++)
        {
            _clock.Now = Noon + (step * OneTimePasswords.Step);
            var code = Code(setup, step);

            var outcomes = await Task.WhenAll(OutcomeAsync(_here, code), OutcomeAsync(_there, code));

            Assert.Equal([CodeOutcome.App, CodeOutcome.Spent], outcomes.Order());
        }
    }

    [Fact]
    public async Task Codes_that_are_sent_at_once_are_no_more_guesses_than_codes_that_are_sent_one_by_one()
    {
        await SetUpAsync();
        await _here.RenewCodesAsync("anna");
        using var gate = new ManualResetEventSlim();

        // Of the wrong shape for an app: each costs the time of a hash, in which the others come.
        var guesses = Enumerable.Range(0, 24).Select(i => Task.Run(() =>
        {
            gate.Wait();
            return OutcomeAsync(_here, $"00000-000{i:00}");
        })).ToArray();
        gate.Set();

        Assert.Equal(3, (await Task.WhenAll(guesses)).Count(outcome => outcome == CodeOutcome.Wrong));
    }

    [Fact]
    public async Task A_code_of_a_step_before_the_last_that_counted_is_spent()
    {
        var setup = await SetUpAsync();

        Assert.Equal(CodeOutcome.App, await OutcomeAsync(_here, Code(setup, 1)));
        Assert.Equal(CodeOutcome.Spent, await OutcomeAsync(_there, Code(setup, -1)));
        _clock.Now = Noon + OneTimePasswords.Step;
        Assert.Equal(CodeOutcome.App, await OutcomeAsync(_there, Code(setup, 2)));
    }

    [Fact]
    public async Task Wrong_codes_are_counted_and_a_right_password_in_between_does_not_wipe_them_away()
    {
        var setup = await SetUpAsync();
        for (var wrong = 0; wrong < 3; wrong++)
        {
            Assert.Equal(CodeOutcome.Wrong, await OutcomeAsync(_here, "000000"));
            _lockout.Succeeded("anna", new Client("192.0.2.1"));
        }

        var check = await _here.CheckAsync("anna", Code(setup, 1), new Client("192.0.2.1"));
        Assert.Equal(CodeOutcome.TooMany, check.Outcome);
        Assert.NotNull(check.Wait);
        Assert.Null(_lockout.WaitFor("anna", new Client("192.0.2.1")));
        Assert.Equal(CodeOutcome.App, await OutcomeAsync(_here, Code(setup, 1), "198.51.100.1"));
    }

    [Fact]
    public async Task A_wrong_code_costs_a_guess_whether_or_not_there_is_an_app()
    {
        for (var wrong = 0; wrong < 3; wrong++)
            Assert.Equal(CodeOutcome.Wrong, (await _here.CheckAsync("bert", "000000", new Client("192.0.2.1"))).Outcome);
        Assert.Equal(CodeOutcome.TooMany, (await _here.CheckAsync("bert", "000000", new Client("192.0.2.1"))).Outcome);
    }

    [Fact]
    public async Task A_key_is_not_stored_as_it_is_and_counts_for_its_user_alone()
    {
        var setup = await SetUpAsync();

        var (secret, step) = new TotpStore(_store, _clock).Find("anna")!.Value;
        Assert.DoesNotContain(Convert.ToHexString(setup.Key), Convert.ToHexString(secret), StringComparison.Ordinal);
        Assert.True(new TotpStore(_store, _clock).Set("bert", secret, step));
        Assert.Equal(CodeOutcome.Unreadable, (await _here.CheckAsync("bert", Code(setup, 1), new Client("192.0.2.1"))).Outcome);
    }

    [Fact]
    public async Task Without_the_keys_that_protect_it_no_app_lets_anybody_in()
    {
        var setup = await SetUpAsync();
        var stranger = new SecondFactors(_store, new EphemeralDataProtectionProvider(), _lockout, _clock);

        Assert.Equal(CodeOutcome.Unreadable, await OutcomeAsync(stranger, Code(setup, 1)));
    }

    [Fact]
    public void A_key_that_was_begun_is_its_users_and_ends()
    {
        var setup = _here.Begin("anna");

        Assert.Equal(setup.Key, _there.Resume("anna", setup.Sealed)!.Key);
        Assert.Null(_here.Resume("bert", setup.Sealed));
        Assert.Null(_here.Resume("anna", setup.Sealed[..^1] + "!"));
        Assert.Null(_here.Resume("anna", ""));
        _clock.Now = Noon.AddMinutes(15);
        Assert.Null(_here.Resume("anna", setup.Sealed));
    }

    [Fact]
    public async Task A_recovery_code_is_good_once_and_tells_how_many_are_left()
    {
        await SetUpAsync();
        var codes = await _here.RenewCodesAsync("anna");

        var first = await _there.CheckAsync("anna", RecoveryCodes.ForPeople(codes[3]).ToUpperInvariant(), new Client("192.0.2.1"));

        Assert.Equal(new CodeCheck(CodeOutcome.RecoveryCode, CodesLeft: 9), first);
        Assert.Equal(CodeOutcome.Wrong, await OutcomeAsync(_here, codes[3].Reveal()));
        Assert.Equal(new FactorsOf(true, 0, 9), await _here.FindAsync("anna"));
        Assert.Equal(CodeOutcome.Wrong, (await _here.CheckAsync("bert", codes[4].Reveal(), new Client("192.0.2.1"))).Outcome);
    }

    [Fact]
    public async Task A_recovery_code_that_two_gateways_get_at_once_is_good_at_one()
    {
        await SetUpAsync();
        foreach (var code in (await _here.RenewCodesAsync("anna")).Take(3))
        {
            var outcomes = await Task.WhenAll(OutcomeAsync(_here, code.Reveal()), OutcomeAsync(_there, code.Reveal()));

            Assert.Equal([CodeOutcome.RecoveryCode, CodeOutcome.Wrong], outcomes.Order());
        }
    }

    [Fact]
    public async Task A_new_set_of_recovery_codes_takes_the_place_of_the_former()
    {
        await SetUpAsync();
        var former = await _here.RenewCodesAsync("anna");
        await _here.RenewCodesAsync("anna");

        Assert.Equal(CodeOutcome.Wrong, await OutcomeAsync(_here, former[0].Reveal()));
        Assert.Equal(10, (await _here.FindAsync("anna")).CodesLeft);
    }

    [Fact]
    public async Task Recovery_codes_go_with_the_last_factor_that_they_stand_in_for()
    {
        await SetUpAsync();
        await _here.RenewCodesAsync("anna");

        Assert.True(await _there.RemoveAppAsync("anna"));

        Assert.Equal(default, await _here.FindAsync("anna"));
        Assert.False(await _here.RemoveAppAsync("anna"));
    }

    [Fact]
    public async Task Nobody_inherits_the_factors_of_a_user_who_is_gone()
    {
        await SetUpAsync();
        await _here.RenewCodesAsync("anna");
        Assert.NotEmpty(new FactorStore(_store).List("anna"));

        _users.Remove("anna");
        Assert.Empty(await _here.RenewCodesAsync("anna"));
        var setup = _here.Begin("anna");
        Assert.False(await _here.SetAsync("anna", setup, Code(setup)));
        _users.Add(new("anna", "another person"));

        Assert.Equal(default, await _here.FindAsync("anna"));
        Assert.Empty(new FactorStore(_store).List("anna"));
    }

    [Fact]
    public async Task An_operator_sees_what_there_is_and_takes_it_away()
    {
        await SetUpAsync();
        await _here.RenewCodesAsync("anna");
        var factors = new FactorStore(_store);

        Assert.Equal(
            [new(FactorKind.Totp, Noon), new(FactorKind.RecoveryCodes, Noon) { Left = 10 }],
            factors.List("anna"));
        Assert.True(factors.Remove("anna", FactorKind.Totp));
        Assert.False(factors.Remove("anna", FactorKind.Totp));
        Assert.False(factors.Remove("a\0", FactorKind.Totp));
        Assert.Empty(factors.List("a\0"));
        Assert.False((await _here.FindAsync("anna")).Any);
    }

    private static string Code(TotpSetup setup, int later = 0) => OneTimePasswords.Compute(setup.Key, OneTimePasswords.StepOf(Noon) + later);

    private static async Task<CodeOutcome> OutcomeAsync(SecondFactors factors, string code, string from = "192.0.2.1") =>
        (await factors.CheckAsync("anna", code, new Client(from))).Outcome;

    private async Task<TotpSetup> SetUpAsync()
    {
        var setup = _here.Begin("anna");
        Assert.True(await _here.SetAsync("anna", setup, Code(setup, -1)));
        return setup;
    }

    public sealed class OnSqlite() : SecondFactorsTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SecondFactorsTests(new PostgresHome(server));
}
