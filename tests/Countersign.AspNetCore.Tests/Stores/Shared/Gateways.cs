using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Shared;
using Countersign.TestKit.Postgres;

namespace Countersign.AspNetCore.Tests.Stores.Shared;

/// <summary>What gateways share, each with its own connections to one database.</summary>
internal sealed class Gateways : IDisposable
{
    private readonly List<IDisposable> _opened = [];

    public Gateways(PostgresServer server) => Home = new PostgresHome(server);

    public PostgresHome Home { get; }

    public Store Open(TimeProvider? time = null) => Keep(Store.Open(Home.Name, time));

    public SharedNonceKeys Keys(Store? store = null, TimeProvider? time = null) => Keep(new SharedNonceKeys(store ?? Open(), time ?? TimeProvider.System));

    public SharedReplayLedger Counts(int capacity = 1_000) => Counts(out _, capacity);

    public SharedReplayLedger Counts(out SharedUses uses, int capacity = 1_000, TimeSpan? margin = null)
    {
        uses = Uses(SharedReplayLedger.Table, capacity, margin);
        return Keep(new SharedReplayLedger(uses, TimeProvider.System));
    }

    public SharedProofLedger Proofs(int capacity = 1_000) => Proofs(out _, capacity);

    public SharedProofLedger Proofs(out SharedUses uses, int capacity = 1_000, TimeSpan? margin = null)
    {
        uses = Uses(SharedProofLedger.Table, capacity, margin);
        return Keep(new SharedProofLedger(uses, TimeProvider.System));
    }

    public void Dispose()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            opened.Dispose();
        Home.Dispose();
    }

    // Its timers never come: the tests tidy up when it is time.
    private SharedUses Uses(string table, int capacity, TimeSpan? margin)
    {
        var store = Open();
        return new SharedUses(store, Keys(store), table, new StoppedClock(), capacity, margin);
    }

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
