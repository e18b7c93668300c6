using System.Security.Cryptography;
using System.Text;
using Countersign.Client.Tokens.Stores;
using Microsoft.Data.Sqlite;

namespace Countersign.Client.Stores;

/// <summary>Keeps token families in a SQLite file, sealed, for all processes of one machine. A file that somebody removes is made anew, and empty.</summary>
public sealed class SqliteTokenStore : ITokenStore
{
    private const string Shape = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS token_families (name TEXT PRIMARY KEY, octets BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS token_leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, ends INTEGER NOT NULL);
        """;

    // Others may have looked at the clock, and got their right, while this one waited for the file.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly TokenSeal _seal;
    private readonly TimeProvider _clock;

    /// <summary>Makes the file when it is missing, for this user alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seal">What families are sealed with.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="InvalidOperationException">The system has no SQLite library.</exception>
    /// <exception cref="IOException">The file can't be used.</exception>
    public SqliteTokenStore(string path, TokenSeal seal, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(seal);
        (_path, _seal, _clock) = (path, seal, clock ?? TimeProvider.System);
        SqliteLibrary.Require();
        Open().Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel)
    {
        await using var connection = Open();
        return Octets(connection, name) is { } octets ? _seal.Open(octets, name) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel)
    {
        await using var connection = Open();
        await using var transaction = connection.BeginTransaction(deferred: false); // the lock is taken at once: nobody writes between the look and the change
        if ((Octets(connection, name) is { } octets ? TokenSeal.VersionOf(octets) : null) != version)
            return false;
        await using var command = Command(connection, "INSERT INTO token_families (name, octets) VALUES ($name, $octets) ON CONFLICT (name) DO UPDATE SET octets = $octets", name);
        command.Parameters.AddWithValue("$octets", _seal.Seal(next, name));
        command.ExecuteNonQuery();
        transaction.Commit();
        if (!IsThere(name))
            throw new IOException($"{_path} was removed or replaced while it was written.");
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel)
    {
        var owner = RandomNumberGenerator.GetHexString(32);
        var now = _clock.GetUtcNow();
        await using var connection = Open();
        await using var command = Command(
            connection,
            "INSERT INTO token_leases (name, owner, ends) VALUES ($name, $owner, $ends) ON CONFLICT (name) DO UPDATE SET owner = $owner, ends = $ends WHERE ends <= $now OR ends > $latest",
            name);
        command.Parameters.AddWithValue("$owner", owner);
        command.Parameters.AddWithValue("$ends", (now + length).ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$latest", (now + length + LongestWait).ToUnixTimeMilliseconds()); // one that ends later was taken before the clock was set back
        return command.ExecuteNonQuery() == 1 ? new Lease(this, name, owner) : null;
    }

    private static byte[]? Octets(SqliteConnection connection, string name)
    {
        using var command = Command(connection, "SELECT octets FROM token_families WHERE name = $name", name);
        return (byte[]?)command.ExecuteScalar();
    }

    // Names may be those of people.
    private static SqliteCommand Command(SqliteConnection connection, string text, string name)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$name", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
        return command;
    }

    // What is open stays so when its name is gone: nobody would see again what was written. Entries come and do not go.
    private bool IsThere(string name)
    {
        using var connection = Open();
        return Octets(connection, name) is not null;
    }

    // SQLite gives its -wal and -shm files the mode of the main file.
    private static void CreatePrivately(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        new FileStream(path, options).Dispose();
    }

    private SqliteConnection Open()
    {
        // SQLite itself makes no file: it would be for everybody to read.
        var place = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 10, Mode = SqliteOpenMode.ReadWrite }.ToString();
        if (!File.Exists(_path))
            CreatePrivately(_path);
        var connection = new SqliteConnection(place);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Shape + "PRAGMA synchronous = FULL;"; // what is written is on the disk: the former refresh token is used up
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new IOException($"{_path} can't be used: {exception.Message}", exception);
        }
    }

    private sealed class Lease(SqliteTokenStore store, string name, string owner) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var connection = store.Open();
            await using var command = Command(connection, "DELETE FROM token_leases WHERE name = $name AND owner = $owner", name);
            command.Parameters.AddWithValue("$owner", owner);
            command.ExecuteNonQuery();
        }
    }
}
