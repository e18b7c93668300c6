using Countersign.AspNetCore.Stores.Shared;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores.Shared;

public sealed class SharedProofLedgerTests(PostgresServer server) : IDisposable
{
    private readonly Gateways _gateways = new(server);

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _gateways.Dispose();

    [Fact]
    public async Task Takes_a_proof_once_whichever_gateway_it_comes_to()
    {
        var (here, there) = (_gateways.Proofs(), _gateways.Proofs());

        foreach (var (jkt, jti) in new[] { ("key", "id"), ("other", "id"), ("key", "id2"), ("keyi", "d"), ("", "keyid"), ("keyid", ""), ("é\0", new string('x', 2000)) })
        {
            Assert.Equal(ReplayOutcome.Fresh, await UseAsync(here, jkt, jti));
            Assert.Equal(ReplayOutcome.Replayed, await UseAsync(there, jkt, jti));
            Assert.Equal(ReplayOutcome.Replayed, await UseAsync(here, jkt, jti));
        }
    }

    [Fact]
    public async Task Lets_one_of_fifty_at_once_use_a_proof()
    {
        SharedProofLedger[] ledgers = [_gateways.Proofs(), _gateways.Proofs()];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => UseAsync(ledgers[i % 2], "key", "id"), Cancel)));

        Assert.Single(outcomes, ReplayOutcome.Fresh);
        Assert.Equal(49, outcomes.Count(outcome => outcome == ReplayOutcome.Replayed));
    }

    [Fact]
    public async Task Is_full_rather_than_forgetful()
    {
        var ledger = _gateways.Proofs(out var uses, capacity: 10);
        for (var i = 0; i < 10; i++)
            Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "key", $"n{i}"));

        Assert.Equal(ReplayOutcome.Full, await UseAsync(ledger, "key", "late"));
        _gateways.Home.Run("DELETE FROM used_proofs");
        uses.Tidy();
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "key", "later"));
    }

    [Fact]
    public async Task Forgets_what_has_ended_and_takes_nothing_of_it_for_fresh()
    {
        var ledger = _gateways.Proofs(out var uses, margin: TimeSpan.FromHours(-1));
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "key", "id"));

        uses.Tidy();
        uses.Tidy();
        Assert.Equal(0, _gateways.Home.Count("used_proofs"));
        Assert.Equal(ReplayOutcome.Ended, await UseAsync(_gateways.Proofs(), "key", "id"));
    }

    [Fact]
    public async Task Remembers_proofs_through_a_crash_of_its_database()
    {
        using var database = new PostgresServer();
        using var gateways = new Gateways(database);
        var (here, there) = (gateways.Proofs(), gateways.Proofs());
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(here, "key", "id"));

        database.Kill();
        Assert.Equal(ReplayOutcome.Unavailable, await UseAsync(there, "key", "another"));
        database.Start();

        var number = 0;
        Assert.True(await Eventually.IsSoAsync(() => UseAsync(there, "key", $"new {number++}").Result == ReplayOutcome.Fresh));
        Assert.Equal(ReplayOutcome.Replayed, await UseAsync(there, "key", "id"));
    }

    private static Task<ReplayOutcome> UseAsync(SharedProofLedger ledger, string jkt, string jti) => ledger.TryUseAsync(jkt, jti, Soon, Cancel).AsTask();
}
