using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Engines;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class StoreReadable : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "store/readable",
        "Whether the store can be opened and read, and is of this program's version.",
        "Users and sessions are in it: without it nobody is let in.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var address = place.Configuration.Store;
        return [await Task.Run(() => Look(address), CancellationToken.None).WaitAsync(cancel)];
    }

    private static Finding Look(StoreAddress address)
    {
        try
        {
            if (!Store.Exists(address))
                return Row.Warning($"There is no store at {address} yet.", "Start the gateway once, or add somebody: `countersign user add NAME`.");
            using var store = Store.OpenReadOnly(address);
            _ = new UserStore(store).Read();
            return Row.Ok(string.Create(CultureInfo.InvariantCulture, $"The store {store.Place} can be read; it is of version {StoreMigrations.Newest}, as this program is."));
        }
        catch (StoreUnavailableException failure)
        {
            return Row.Fault(failure.Message, "Do what the message says; the log of the database or of the disk may tell more.");
        }
    }
}
