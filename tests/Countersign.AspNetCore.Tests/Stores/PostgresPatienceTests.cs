using System.Diagnostics;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Engines;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Tests.Telemetry;
using Countersign.Ports;
using Countersign.TestKit.Postgres;
using Dapper;
using Npgsql;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>How long a gateway waits for others on its database, and for the database.</summary>
public sealed class PostgresPatienceTests(PostgresServer server) : IDisposable
{
    private readonly PostgresHome _home = new(server);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Ends_in_time_although_the_database_does_not_answer()
    {
        var store = _home.Open();
        var journal = new Journal(store);
        var keys = new ApiKeyStore(store);
        var made = keys.Create("ci");
        Assert.Equal(ApiKeyOutcome.Good, keys.Find(made.Key.Reveal()).Outcome);
        journal.Record(Entries.Wrong("late"));
        await using var blocking = new NpgsqlConnection(PostgresPlace.Parse(_home.Name).ConnectionString);
        await blocking.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await blocking.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("LOCK TABLE refusals, api_keys, generations", blocking, transaction))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Task.Delay(600, TestContext.Current.CancellationToken); // a poll waits too

        var clock = Stopwatch.StartNew();
        await journal.DisposeAsync();
        keys.Dispose();
        store.Dispose();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Waits_no_longer_than_agreed_for_a_gateway_that_froze_while_it_wrote()
    {
        var users = new UserStore(_home.Open());
        await using var frozen = new NpgsqlConnection(PostgresPlace.Parse(_home.Name + ";Options=-c idle_in_transaction_session_timeout=1s").ConnectionString);
        await frozen.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await frozen.BeginTransactionAsync(TestContext.Current.CancellationToken);
        PostgresLocks.TakeWriting(frozen, transaction);

        Assert.True(users.Add(new("ann", "h")));
        await Assert.ThrowsAsync<PostgresException>(() => transaction.CommitAsync(TestContext.Current.CancellationToken));

        // By default it is ten times as long, and whoever waits gives up before.
        using var usual = _home.Open().Connect(full: true);
        Assert.Equal(("10s", "8s"), (usual.ExecuteScalar<string>("SHOW idle_in_transaction_session_timeout"), usual.ExecuteScalar<string>("SHOW lock_timeout")));
    }
}
