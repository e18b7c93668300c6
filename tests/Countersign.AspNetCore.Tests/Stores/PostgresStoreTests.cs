using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Engines;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Tests.Telemetry;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class PostgresStoreTests(PostgresServer server) : IDisposable
{
    private readonly PostgresHome _home = new(server);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Knows_addresses_as_other_programs_write_them()
    {
        var schema = _home.Name[(_home.Name.IndexOf("Search Path=", StringComparison.Ordinal) + 12)..].Split(';')[0];
        new UserStore(_home.Open()).Add(new("ann", "h"));

        using var store = Store.Open($"postgresql://{PostgresServer.Name}:p%40ss@127.0.0.1:{server.Port}/{PostgresServer.Name}?search_path={schema}&sslmode=disable");

        Assert.NotNull(new UserStore(store).Find("ann"));
        Assert.Equal($"{PostgresServer.Name} on 127.0.0.1:{server.Port}, schema {schema}", store.Place);
        Assert.Equal(store.Place, StoreAddress.Parse(_home.Name).ToString());
    }

    [Theory]
    [InlineData("postgres:Host=h;Database=d", "d on h")]
    [InlineData("postgres:Host=h;Port=6432;User Id=ann;Password=secret;SearchPath=other", "ann on h:6432, schema other")]
    [InlineData("postgresql://ann:secret@h:6432,i/d?search_path=other", "d on h:6432,i, schema other")]
    public void Names_a_store_by_what_makes_it_another_one(string address, string name) =>
        Assert.Equal(name, StoreAddress.Parse(address).ToString());

    [Theory]
    [InlineData("postgres:")]
    [InlineData("postgres:secret")]
    [InlineData("postgres:Hots=secret")]
    [InlineData("postgres:Host=h;Port=secret")]
    [InlineData("postgres://")]
    [InlineData("postgres://ann:secret@/db")]
    [InlineData("postgres://ann:secret@h/db?color=secret")]
    [InlineData("postgres://ann:secret@h/db?target_session_attrs=primary")]
    [InlineData("postgres://ann:x@h/db?search_path=secret,public")]
    [InlineData("postgres://ann:x@h/db?search_path=Secret")]
    [InlineData("postgres://ann:x@h/db?search_path=")]
    public void Says_that_an_address_is_none_without_repeating_it(string store)
    {
        var problem = Assert.Throws<StoreUnavailableException>(() => Store.Open(store)).Message;

        Assert.Contains("`postgres://USER:PASSWORD@HOST", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_nobody_listens_there_without_the_password()
    {
        var problem = Assert.Throws<StoreUnavailableException>(() => Store.Open("postgres://ann:secret@127.0.0.1:1/db"));

        Assert.Contains("db on 127.0.0.1:1 can't be reached", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_there_is_no_such_database()
    {
        var other = _home.Name.Replace($"Database={PostgresServer.Name}", "Database=nowhere", StringComparison.Ordinal);

        Assert.Contains("createdb", Assert.Throws<StoreUnavailableException>(() => Store.Open(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_open_a_store_of_a_newer_version()
    {
        _home.Open();
        _home.Run("UPDATE shape SET version = 99");

        Assert.Contains("newer", Assert.Throws<StoreUnavailableException>(() => _home.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_nothing_when_it_is_to_be_read_alone()
    {
        Assert.Throws<StoreUnavailableException>(() => _home.OpenReadOnly());
        Assert.False(Store.Exists(StoreAddress.Parse(_home.Name)));

        _home.Open();
        Assert.True(Store.Exists(StoreAddress.Parse(_home.Name)));
        Assert.Empty(new UserStore(_home.OpenReadOnly()).List());
    }

    [Fact]
    public async Task Hears_of_changes_before_it_looks_for_them()
    {
        var stopped = new StoppedClock();
        var here = new UserStore(_home.Open(stopped), stopped);
        var there = new UserStore(_home.Open());
        await Task.Delay(200, TestContext.Current.CancellationToken); // until it listens

        for (var i = 0; i < 5; i++)
        {
            there.Add(new($"u{i}", "h"));
            Assert.True(await Eventually.IsSoAsync(() => here.Find($"u{i}") is not null)); // its clock stands still, so it does not look
        }
    }

    [Fact]
    public async Task Goes_on_after_its_connections_were_cut()
    {
        var name = _home.Name + ";Application Name=cut";
        using var store = Store.Open(name);
        var users = new UserStore(store);
        await using var journal = new Journal(store, new() { BatchDelay = TimeSpan.FromMilliseconds(50) });
        journal.Record(Entries.Wrong("before"));
        Assert.True(await Eventually.IsSoAsync(() => new StoredJournal(store).Find("before") is not null));

        _home.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'");
        Assert.True(await Eventually.IsSoAsync(() => Adds(users, "ann")));
        Assert.True(await Eventually.IsSoAsync(() =>
        {
            journal.Record(Entries.Wrong("after"));
            return new StoredJournal(store).Find("after") is not null;
        }));

        // It sees the changes of others again too.
        var other = new UserStore(_home.Open());
        other.Add(new("ben", "h"));
        Assert.True(await Eventually.IsSoAsync(() => users.Find("ben") is not null));
        Assert.True(store.IsReadable);
    }

    [Fact]
    public void Acknowledges_nothing_that_no_standby_has()
    {
        using var pair = new PostgresServer();
        using var store = Store.Open(pair.NewStore() + ";Command Timeout=1");
        using var keys = new ApiKeyStore(store);
        pair.Run("ALTER SYSTEM SET synchronous_standby_names = 'gone'");
        pair.Run("SELECT pg_reload_conf()");

        Assert.Throws<StoreUnavailableException>(() => keys.Create("ci"));
    }

    [Fact]
    public async Task Reads_all_anew_from_another_server_although_it_counts_alike()
    {
        using var other = new PostgresServer();
        var name = other.NewStore();
        using var store = Store.Open(name);
        var users = new UserStore(store);
        users.Add(new("ann", "h"));

        other.Run($"SET search_path = {PostgresPlace.Parse(name).SearchPath}; ALTER TABLE users DISABLE TRIGGER ALL; DELETE FROM users");
        other.Stop();
        other.Start();

        Assert.True(await Eventually.IsSoAsync(() => users.Find("ann") is null));
    }

    [Fact]
    public async Task Relies_on_no_standby_however_it_came_to_one()
    {
        using var primary = new PostgresServer();
        var name = primary.NewStore();
        using var store = Store.Open(name);
        using var standby = primary.CreateStandby();
        var there = name.Replace($"Port={primary.Port}", $"Port={standby.Port}", StringComparison.Ordinal);

        Assert.Contains("standby", Assert.Throws<StoreUnavailableException>(() => Store.Open(there)).Message, StringComparison.Ordinal);

        // One that became a standby while it was in use, as behind a name that now leads to another server.
        standby.Promote();
        using var moved = await Eventually.UntilAsync(() => Task.FromResult(TryOpen(there)), opened => opened is not null);
        Assert.True(moved!.IsReadable);
        standby.Stop();
        standby.BecomeStandby();
        standby.Start();
        Assert.True(await Eventually.IsSoAsync(() => !moved.IsReadable && moved.Failure?.Contains("standby", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Sees_that_a_table_was_emptied_at_a_stroke()
    {
        var users = new UserStore(_home.Open());
        users.Add(new("ann", "h"));

        _home.Run("TRUNCATE users CASCADE");

        Assert.True(await Eventually.IsSoAsync(() => users.Find("ann") is null));
    }

    [Fact]
    public async Task Gateways_count_admissions_beside_each_other()
    {
        await using var one = new Journal(_home.Open(), new() { BatchDelay = TimeSpan.FromMilliseconds(1) });
        await using var other = new Journal(_home.Open(), new() { BatchDelay = TimeSpan.FromMilliseconds(1) });
        var routes = Enumerable.Range(0, 40).Select(i => $"route {i}").ToList();
        for (var round = 0; round < 60; round++)
        {
            foreach (var route in routes)
            {
                one.CounterFor(route, "user").Add();
                other.CounterFor(route, "user").Add();
            }

            one.Record(Entries.Wrong($"one {round}"));
            other.Record(Entries.Wrong($"other {round}"));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await one.DisposeAsync();
        await other.DisposeAsync();
        Assert.Equal((0, 0), (one.Dropped, other.Dropped));
    }

    [Fact]
    public async Task A_route_whose_name_no_database_takes_keeps_no_refusal_from_the_journal()
    {
        var store = _home.Open();
        await using var journal = new Journal(store, new() { BatchDelay = TimeSpan.FromMilliseconds(10) });
        journal.CounterFor("a\0b", "user").Add();
        journal.Record(Entries.Wrong("kept"));

        Assert.True(await Eventually.IsSoAsync(() => new StoredJournal(store).Find("kept") is not null));
        Assert.Equal(0, journal.Dropped);
    }

    [Fact]
    public void Brings_a_store_of_an_older_version_up_to_date()
    {
        _home.MakeOld(3);
        Assert.Contains("older version", Assert.Throws<StoreUnavailableException>(() => _home.OpenReadOnly()).Message, StringComparison.Ordinal);

        using var store = _home.Open();
        using var keys = new ApiKeyStore(store);
        Assert.Equal(ApiKeyRotationOutcome.Rotated, keys.Rotate(keys.Create("ci").Record.Id, TimeSpan.Zero).Outcome);
        Assert.Empty(new SigningKeyStore(store, TimeProvider.System).Keys);
    }

    private static bool Adds(UserStore users, string name)
    {
        try
        {
            return users.Add(new(name, "h"));
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static Store? TryOpen(string name)
    {
        try
        {
            return Store.Open(name);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
