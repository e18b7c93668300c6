using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>Two gateways on one PostgreSQL database, and what they do without it.</summary>
public sealed class SharedStoreTests : IAsyncLifetime
{
    // By the contract what is revoked is refused within a second, and what nobody can look up after five.
    private const double Patience = 5;

    private readonly PostgresServer _database = new();
    private SharingGateway _here = null!;
    private SharingGateway _there = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        var store = _database.NewStore();
        _here = await SharingGateway.StartAsync(store);
        _there = await SharingGateway.StartAsync(store);
    }

    public async ValueTask DisposeAsync()
    {
        if (_here is not null)
            await _here.DisposeAsync();
        if (_there is not null)
            await _there.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task What_is_done_at_one_gateway_counts_at_the_other_within_a_second()
    {
        var (id, key) = (await _here.CreateKeyAsync())!.Value;
        Assert.Equal(200, (await _there.UseKeyAsync(key)).Status);
        Assert.True(await _here.RevokeKeyAsync(id));
        Assert.Equal(401, (await Eventually.WithinAsync(1, () => _there.UseKeyAsync(key), answer => answer.Status == 401)).Status);

        await AddUserAsync("frieda");
        Assert.Equal(200, (await _there.SignInAsync("frieda", "pass word")).Status);

        var refused = (await _there.UseKeyAsync(key)).Reference!;
        var told = await Eventually.UntilAsync(() => _here.Site.CountersignAsync("explain", refused), ran => ran.Code == 0);
        Assert.Contains("revoked", told.Output, StringComparison.Ordinal);
        Assert.Equal(told.Output, (await _there.Site.CountersignAsync("explain", refused)).Output);
    }

    [Fact]
    public async Task Without_its_database_a_gateway_lets_nobody_in_and_with_it_everybody_again()
    {
        var (id, revoked) = (await _here.CreateKeyAsync())!.Value;
        var (_, key) = (await _here.CreateKeyAsync())!.Value;
        await AddUserAsync("frieda");
        Assert.Equal(200, (await _there.SignInAsync("frieda", "pass word")).Status);
        Assert.True(await _here.RevokeKeyAsync(id));
        Assert.Equal(401, (await Eventually.WithinAsync(1, () => _there.UseKeyAsync(revoked), answer => answer.Status == 401)).Status);

        _database.Stop();
        var stopped = Stopwatch.StartNew();
        while (stopped.Elapsed.TotalSeconds < Patience + 2)
        {
            Assert.Equal(200, (await _there.ReadPublicAsync()).Status);
            Assert.NotEqual(200, (await _there.UseKeyAsync(revoked)).Status);
            var isLate = stopped.Elapsed.TotalSeconds > Patience;
            Closed(await _there.UseKeyAsync(key), isLate);
            Closed(await _there.SignInAsync("frieda", "pass word"), isLate);
            await Task.Delay(20, Cancel);
        }

        Assert.Null(await _there.CreateKeyAsync());
        Assert.False(await _there.RevokeKeyAsync(id));

        _database.Start();
        var started = Stopwatch.StartNew();
        Assert.Equal(200, (await Eventually.UntilAsync(() => _there.UseKeyAsync(key), answer => answer.Status == 200)).Status);
        Told($"a key is good again {started.ElapsedMilliseconds} ms after the database is back");
        Assert.Equal(200, (await _there.SignInAsync("frieda", "pass word")).Status);
        Assert.Equal(401, (await _there.UseKeyAsync(revoked)).Status);
        var (_, another) = (await _there.CreateKeyAsync())!.Value;
        Assert.Equal(200, (await Eventually.UntilAsync(() => _here.UseKeyAsync(another), answer => answer.Status == 200)).Status);
    }

    [Fact]
    public async Task A_gateway_stops_in_time_although_its_database_is_gone()
    {
        var (_, key) = (await _here.CreateKeyAsync())!.Value;
        Assert.Equal(200, (await _here.UseKeyAsync(key)).Status); // its last use waits to be written
        _database.Kill();
        Assert.Equal(401, (await _here.UseKeyAsync("wrong")).Status); // and this to be in the journal

        var (code, took) = await _here.Site.Gateway.TerminateAsync();

        Assert.Equal(0, code);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static void Closed(SharedAnswer answer, bool isLate)
    {
        Assert.Contains(answer.Status, isLate ? [503] : new[] { 200, 503 });
        Assert.Equal(answer.Status == 503, answer.RetryAfter is not null);
    }

    private async Task AddUserAsync(string name)
    {
        var added = await Programs.CountersignWithInputAsync("pass word\n", "user", "add", name, "--config", _here.Site.Configuration);
        Assert.True(added.Code == 0, added.Error);
    }

    private static void Told(FormattableString what) => TestContext.Current.TestOutputHelper!.WriteLine(what.ToString(CultureInfo.InvariantCulture));
}
