using System.Collections.Immutable;
using System.Data.Common;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Engines;
using Microsoft.Data.Sqlite;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class StoreWritable : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "store/writable",
        "Whether this user may write to the store. Nothing is written.",
        "Sessions begin and end by being written: nobody can sign in, and nobody out.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var address = place.Configuration.Store;
        return await Task.Run(() => Look(address), CancellationToken.None).WaitAsync(cancel);
    }

    private static IReadOnlyList<Finding> Look(StoreAddress address)
    {
        try
        {
            if (!Store.Exists(address))
                return [Row.NotChecked("There is no store yet.")];
            return [address.File is { } file ? LookAt(file) : LookAtDatabase(address)];
        }
        catch (StoreUnavailableException failure)
        {
            return [Row.NotChecked(failure.Message)];
        }
    }

    private static Finding LookAt(string file)
    {
        SqliteLibrary.Require();
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 2 }.ToString());
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            transaction.Rollback();
            return Row.Ok($"{Environment.UserName} may write to {file}.");
        }
        catch (SqliteException failure)
        {
            return Row.Fault($"{Environment.UserName} can't write: {SqliteFaults.Explain(file, failure)}", "Give the file and its folder to the user of the gateway, and end what holds it locked; run this as that user.");
        }
    }

    private static Finding LookAtDatabase(StoreAddress address)
    {
        using var store = Store.OpenReadOnly(address);
        try
        {
            using var connection = store.Connect(full: true);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' AND has_table_privilege('sessions', 'INSERT')";
            return command.ExecuteScalar() is true
                ? Row.Ok($"The gateway's user may write to {store.Place}.")
                : Row.Fault($"The gateway's user can't write to {store.Place}: it is a standby, read-only, or not the user's own.", "Name all hosts under `store`, so that the primary is found, and let the user own the database.");
        }
        catch (DbException failure) when (store.IsFault(failure))
        {
            return Row.Fault(store.Explain(failure), "Do what the message says.");
        }
    }
}
