using System.Collections.Immutable;
using System.Data.Common;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class DatabaseClock : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "store/clock",
        "The clock of a PostgreSQL store against this machine's.",
        "Gateways whose clocks differ end each other's sessions too early, or refuse each other's forms.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) =>
        place.Configuration.Store.File is null ? [await Task.Run(() => Look(place), CancellationToken.None).WaitAsync(cancel)] : [];

    private static Finding Look(ConfiguredPlace place)
    {
        try
        {
            using var store = Store.OpenReadOnly(place.Configuration.Store);
            using var connection = store.Connect(full: true);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT extract(epoch FROM clock_timestamp())::float8";
            var (sent, began) = (place.Clock.GetUtcNow(), place.Clock.GetTimestamp());
            var said = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds((double)command.ExecuteScalar()!);
            var took = place.Clock.GetElapsedTime(began);
            return ClockWords.Judge(Row, "the database", ClockWords.SkewOf(said, sent, took), took);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or DbException)
        {
            return Row.NotChecked("The database can't be asked.");
        }
    }
}
