using System.Net;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores.Shared;
using Countersign.AspNetCore.Tests.Passwords;
using Countersign.Decisions;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores.Shared;

public sealed class GuessSharingTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly Network Home = Network.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly Network Elsewhere = Network.Of(IPAddress.Parse("2001:db8::1"));

    private readonly Gateways _gateways = new(server);
    private readonly List<GuessSharing> _sharing = [];

    public void Dispose()
    {
        _sharing.ForEach(each => each.Dispose());
        _gateways.Dispose();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1)]
    public async Task Guesses_at_one_gateway_lock_the_name_at_the_other_within_a_second(int attempts)
    {
        var (here, there) = (Start(attempts), Start(attempts));
        Fail(here, "J\u00f6rg", Home, attempts);

        Assert.True(await Eventually.IsSoWithinAsync(1, () => there.WaitFor("jo\u0308RG", Home) is not null));
        Assert.InRange(there.WaitFor("j\u00f6rg", Home)!.Value, Window - TimeSpan.FromSeconds(5), Window);
        Assert.Null(there.WaitFor("j\u00f6rg", Elsewhere));
        Assert.Null(there.WaitFor("other", Home));
    }

    [Fact]
    public async Task Guesses_are_counted_together_wherever_they_come()
    {
        Lockout[] gateways = [Start(10), Start(10), Start(10)];
        for (var i = 0; i < 10; i++)
            gateways[i % 3].Failed("ann", Elsewhere);

        foreach (var gateway in gateways)
            Assert.True(await Eventually.IsSoAsync(() => gateway.WaitFor("ann", Elsewhere) is not null));

        // One that starts later learns it too.
        var late = Start(10);
        Assert.True(await Eventually.IsSoAsync(() => late.WaitFor("ann", Elsewhere) is not null));
    }

    [Fact]
    public async Task A_right_password_forgets_at_all_gateways_what_was_wrong_on_its_network()
    {
        var (here, there) = (Start(3), Start(3));
        Fail(here, "ann", Home, 2);
        Fail(here, "ann", Elsewhere, 3);
        Assert.True(await Eventually.IsSoAsync(() => there.WaitFor("ann", Elsewhere) is not null));

        there.Succeeded("ann", Home);
        await SettledAsync(there, here);
        here.Failed("ann", Home);

        Assert.Null(here.WaitFor("ann", Home)); // one, not three
        Assert.NotNull(here.WaitFor("ann", Elsewhere));
        Assert.NotNull(there.WaitFor("ann", Elsewhere));
        here.Failed("ann", Home);
        here.Failed("ann", Home);
        Assert.True(await Eventually.IsSoAsync(() => there.WaitFor("ann", Home) is not null));
    }

    [Fact]
    public async Task Guesses_that_were_none_are_taken_back_everywhere()
    {
        var (here, there) = (Start(2), Start(2));
        var request = new Client("192.0.2.1");
        here.Failed("ann", request);
        await SettledAsync(here, there);

        here.Recognised("ann", request);
        await SettledAsync(here, there);
        there.Failed("ann", Home);

        await SettledAsync(there, here);
        Assert.Null(there.WaitFor("ann", Home));
        Assert.Null(here.WaitFor("ann", Home));
        there.Failed("ann", Home);
        Assert.True(await Eventually.IsSoAsync(() => here.WaitFor("ann", Home) is not null));
    }

    [Fact]
    public async Task A_name_is_slowed_across_networks_and_gateways_and_never_locked()
    {
        var (here, there) = (Start(10), Start(10));
        for (var number = 0; number < 1000; number++)
            (number % 2 == 0 ? here : there).Failed("victim", Network.Of(new IPAddress([10, (byte)(number >> 8), (byte)number, 1])));
        await SettledAsync(here, there);
        await SettledAsync(there, here);

        Assert.Null(there.WaitFor("victim", Home));
        there.Failed("victim", Home);
        Assert.NotNull(there.WaitFor("victim", Home));
    }

    [Fact]
    public async Task A_flood_of_names_hides_nobody_who_was_counted_before_it()
    {
        var (here, there) = (Start(2, capacity: 100), Start(2, capacity: 100));
        here.Failed("victim", Home);
        await SettledAsync(here, there);
        for (var number = 0; number < 5000; number++)
            here.Failed($"name {number}", Elsewhere);
        here.Failed("victim", Home);

        Assert.NotNull(here.WaitFor("victim", Home));
        Assert.True(await Eventually.IsSoAsync(() =>
        {
            here.Failed("victim", Home);
            return there.WaitFor("victim", Home) is not null;
        }));
        Assert.Null(there.WaitFor("innocent", Home));
    }

    [Fact]
    public async Task Counts_by_itself_while_the_database_is_gone_and_tells_of_it_later()
    {
        using var database = new PostgresServer();
        using var gateways = new Gateways(database);
        var told = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        var (here, there) = (new Lockout(TimeProvider.System, 4), new Lockout(TimeProvider.System, 4));
        using var ours = new GuessSharing(gateways.Open(), here, Window, TimeProvider.System, told.Enqueue);
        using var theirs = new GuessSharing(gateways.Open(), there, Window, TimeProvider.System);
        Fail(here, "ann", Home, 2);
        await SettledAsync(here, there);

        database.Kill();
        Fail(here, "ann", Home, 2);
        Assert.NotNull(here.WaitFor("ann", Home));
        Assert.True(await Eventually.IsSoAsync(() => !told.IsEmpty));
        Fail(there, "ben", Elsewhere, 4);
        Assert.NotNull(there.WaitFor("ben", Elsewhere));
        database.Start();

        Assert.True(await Eventually.IsSoAsync(() => there.WaitFor("ann", Home) is not null));
        Assert.True(await Eventually.IsSoAsync(() => here.WaitFor("ben", Elsewhere) is not null));
        Assert.True(await Eventually.IsSoAsync(() => told.Last() is null));
        Assert.Contains("can't be reached", told.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lockout_ends_at_the_same_time_everywhere()
    {
        var window = TimeSpan.FromSeconds(3);
        Lockout[] gateways = [Start(1, window), Start(1, window)];
        gateways[0].Failed("ann", Home);
        Assert.True(await Eventually.IsSoAsync(() => gateways[1].WaitFor("ann", Home) is not null));

        foreach (var gateway in gateways)
            Assert.True(await Eventually.IsSoAsync(() => gateway.WaitFor("ann", Home) is null));
        gateways[1].Failed("ben", Home);
        gateways[1].Failed("ann", Home);
        Assert.True(await Eventually.IsSoAsync(() => gateways[0].WaitFor("ann", Home) is not null));
    }

    [Fact]
    public async Task The_database_is_told_no_name()
    {
        var (here, there) = (Start(5), Start(5));
        here.Failed("a password in the wrong field", Home);
        await SettledAsync(here, there);

        Assert.Equal(0, _gateways.Home.Count("wrong_guesses WHERE encode(pair, 'escape') LIKE '%password%'"));
        Assert.NotEqual(0, _gateways.Home.Count("wrong_guesses"));
    }

    /// <summary>Until the other has what was counted here so far: changes are told and read in order.</summary>
    private static async Task SettledAsync(Lockout from, Lockout to)
    {
        var mark = Guid.NewGuid().ToString("N");
        Fail(from, mark, Network.Of(IPAddress.Parse("198.51.100.1")), 20);
        Assert.True(await Eventually.IsSoAsync(() => to.WaitFor(mark, Network.Of(IPAddress.Parse("198.51.100.1"))) is not null));
    }

    private static void Fail(Lockout lockout, string user, Network network, int times)
    {
        for (var time = 0; time < times; time++)
            lockout.Failed(user, network);
    }

    private Lockout Start(int attempts, TimeSpan? window = null, int capacity = 16_384)
    {
        var lockout = new Lockout(TimeProvider.System, attempts, window ?? Window, capacity);
        _sharing.Add(new GuessSharing(_gateways.Open(), lockout, window ?? Window, TimeProvider.System));
        return lockout;
    }
}
