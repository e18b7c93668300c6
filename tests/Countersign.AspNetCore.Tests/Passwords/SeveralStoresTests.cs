using System.Text;
using Countersign.AspNetCore.Passwords;
using Countersign.Decisions;
using Countersign.Schemes.Basic;
using Countersign.Wire;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

/// <summary>Two Basic schemes on one route: Anna is in the first store, Bob in the second, and neither stands in the other's way.</summary>
public sealed class SeveralStoresTests : IDisposable
{
    private const string Sha = "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";
    private const int Allowed = 3;
    private readonly Stage _stage = new($"anna:{Sha}", attempts: Allowed);
    private readonly AccessPolicy _both;
    private readonly AccessPolicy _second;

    public SeveralStoresTests()
    {
        var bobs = new FixedSource { Table = HtpasswdFile.Parse($"bob:{Sha}") };
        var first = new BasicScheme("first", new(), _stage.Vault);
        var second = new BasicScheme("second", new(), new PasswordVault(bobs, _stage.Workers, _stage.Cache, _stage.Lockout, _stage.Hasher));
        _both = new(AccessKind.AnyOf) { Schemes = [first, second] };
        _second = new(AccessKind.AnyOf) { Schemes = [second] };
    }

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("anna")]
    [InlineData("bob")]
    public async Task Everybody_comes_in_again_and_again(string user)
    {
        for (var turn = 0; turn < 5 * Allowed; turn++)
            Assert.True((await AskAsync(_both, user, "password")).IsAdmitted);
    }

    [Fact]
    public async Task What_the_second_store_knows_costs_the_first_no_work()
    {
        await AskAsync(_both, "bob", "password");
        _stage.Hasher.TakeWork();

        Assert.True((await AskAsync(_both, "bob", "password")).IsAdmitted);
        Assert.Empty(_stage.Hasher.TakeWork());
    }

    [Fact]
    public async Task A_request_is_one_guess_however_many_stores_refuse_it()
    {
        for (var turn = 0; turn < Allowed; turn++)
            Assert.NotEqual(Refusal.TooManyAttempts, (await AskAsync(_both, "bob", "wrong")).SchemeVerdicts[1].Verdict?.Refusal);

        Assert.Equal(Refusal.TooManyAttempts, (await AskAsync(_both, "bob", "password")).Refusal);
    }

    [Fact]
    public async Task Guesses_from_everywhere_keep_nobody_of_the_second_store_out()
    {
        for (var network = 0; network < 100 * Allowed; network++)
            await AskAsync(_second, "bob", "wrong", $"10.{network / 200}.{network % 200}.1");

        Assert.True((await AskAsync(_both, "bob", "password", "198.51.100.1")).IsAdmitted);
        Assert.True((await AskAsync(_both, "bob", "password", "203.0.113.1")).IsAdmitted);
    }

    [Fact]
    public async Task Who_is_recognised_and_may_not_enter_has_not_guessed()
    {
        var forCarl = _both with { Users = ["carl"] };
        for (var turn = 0; turn < 5 * Allowed; turn++)
            Assert.Equal(Refusal.SubjectNotAllowed, (await AskAsync(forCarl, "anna", "password")).Refusal);
    }

    private static ValueTask<Decision> AskAsync(AccessPolicy policy, string user, string password, string address = "192.0.2.1")
    {
        var token68 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return Gate.DecideAsync(new Client(address) { Authorization = $"Basic {token68}" }, policy, TestContext.Current.CancellationToken);
    }
}
