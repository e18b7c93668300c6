using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>
/// Where a PostgreSQL store is: <c>postgres:</c> with a connection string of Npgsql's keywords, or a <c>postgres://</c> or <c>postgresql://</c> address as
/// libpq knows it, of several hosts too. Its text, which may hold a password, never appears in a message.
/// </summary>
internal static class PostgresPlace
{
    private const string DefaultSchema = "countersign";

    // What libpq calls otherwise. Everything else it shares with Npgsql, or Npgsql says that it does not know it.
    private static readonly Dictionary<string, string> LibpqNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["target_session_attrs"] = "Target Session Attributes",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["search_path"] = "Search Path",
    };

    // For a store that requests wait for: what is slower than this is as good as gone.
    private static readonly Dictionary<string, object> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Timeout"] = 5,
        ["Command Timeout"] = 10,
        // A commit that waits for a standby and is cancelled has succeeded, says the server, although the standby has nothing: better not to hear it.
        ["Cancellation Timeout"] = -1,
        // A gateway that froze or lost its network within a transaction holds up the others no longer than this, and nobody waits for a lock in vain.
        ["Options"] = "-c idle_in_transaction_session_timeout=10s -c lock_timeout=8s",
        ["Host Recheck Seconds"] = 1,
        ["Keepalive"] = 10,
        ["Application Name"] = "countersign",
        ["Search Path"] = DefaultSchema,
    };

    /// <summary>Whether a store's text names a PostgreSQL database.</summary>
    public static bool IsNamedBy(string store) =>
        store.StartsWith("postgres:", StringComparison.Ordinal) || store.StartsWith("postgresql:", StringComparison.Ordinal);

    /// <summary>How to connect.</summary>
    /// <exception cref="StoreUnavailableException">The text is of another form; the message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string store)
    {
        try
        {
            var place = Read(store);
            Source(place).Dispose(); // which looks whether its parts go together
            return place;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or NotSupportedException)
        {
            // The framework's message may quote a value, and with it a password.
            throw new StoreUnavailableException(
                "The store is not of the form `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?sslmode=...` or `postgres:Host=...;Database=...;Username=...;Password=...`; a search path is one schema, in lower case.");
        }
    }

    /// <summary>The connections to it. Of several hosts it is found out which one is the primary; a single one is asked whatever became of it a moment ago.</summary>
    public static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder place)
    {
        var builder = new NpgsqlDataSourceBuilder(place.ConnectionString);
        return IsOfSeveral(place) ? builder.BuildMultiHost() : builder.Build();
    }

    /// <summary>The database and its hosts, for messages; port and schema where they are not the usual ones.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder connection)
    {
        var port = connection.Port == NpgsqlConnection.DefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{connection.Port}");
        var schema = connection.SearchPath is null or DefaultSchema ? "" : $", schema {connection.SearchPath}";
        return $"{connection.Database ?? connection.Username} on {connection.Host}{port}{schema}";
    }

    // Without quotes and capitals it is the same word in SQL and in the search path.
    private static bool IsSchema(string? text) => text?.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static NpgsqlConnectionStringBuilder Read(string store)
    {
        var rest = store[(store.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var given = rest.StartsWith("//", StringComparison.Ordinal) ? OfAddress(rest[2..]) : new DbConnectionStringBuilder { ConnectionString = rest };
        var builder = new NpgsqlConnectionStringBuilder();
        foreach (var (name, value) in Usual)
            builder[name] = value;
        foreach (string name in given.Keys)
            builder[name] = given[name]; // by whichever of its names: Npgsql has several for most
        if (builder.TargetSessionAttributes is null && IsOfSeveral(builder))
            builder.TargetSessionAttributes = "primary";
        if (!IsSchema(builder.SearchPath))
            throw new FormatException("The search path is not the name of one schema.");
        return string.IsNullOrEmpty(builder.Host) ? throw new FormatException("No host is named.") : builder;
    }

    private static bool IsOfSeveral(NpgsqlConnectionStringBuilder place) => place.Host?.Contains(',', StringComparison.Ordinal) == true;

    /// <summary>Reads USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?NAME=VALUE, each part percent-encoded.</summary>
    private static DbConnectionStringBuilder OfAddress(string text)
    {
        var given = new DbConnectionStringBuilder();
        var (address, query) = Split(text, '?');
        var at = address.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Split(address[..at], ':');
            given["Username"] = Uri.UnescapeDataString(user);
            if (password is not null)
                given["Password"] = Uri.UnescapeDataString(password);
        }

        var (hosts, database) = Split(address[(at + 1)..], '/');
        given["Host"] = Uri.UnescapeDataString(hosts);
        if (!string.IsNullOrEmpty(database))
            given["Database"] = Uri.UnescapeDataString(database);
        foreach (var parameter in query?.Split('&', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var (name, value) = Split(parameter, '=');
            given[LibpqNames.GetValueOrDefault(name, name)] = Value(name, Uri.UnescapeDataString(value ?? ""));
        }

        return given;
    }

    // libpq writes verify-full where Npgsql has VerifyFull.
    private static string Value(string name, string value) => name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;

    private static (string Before, string? After) Split(string text, char by)
    {
        var at = text.IndexOf(by, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
