using Countersign.AspNetCore.Stores.Engines;

namespace Countersign.AspNetCore.Stores;

/// <summary>Where a store is: <c>sqlite:FILE</c>, or <c>postgres:</c> and what leads to a database. The text may hold a password and is never shown.</summary>
public sealed class StoreAddress : IEquatable<StoreAddress>
{
    private const string Sqlite = "sqlite:";
    private readonly string _text;

    private StoreAddress(string text, string? file)
    {
        _text = text;
        File = file;
    }

    /// <summary>The absolute path of a SQLite file; null for a database.</summary>
    public string? File { get; }

    /// <summary>Reads an address. The database is not asked.</summary>
    /// <param name="text">The address. A path in it is taken from the folder of the process.</param>
    /// <exception cref="StoreUnavailableException">It is none; the message says how one is written, and does not repeat it.</exception>
    public static StoreAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PostgresPlace.IsNamedBy(text))
        {
            _ = PostgresPlace.Parse(text);
            return new(text, null);
        }

        // What SQLite keeps in memory would be gone with the next start.
        var isFile = text.StartsWith(Sqlite, StringComparison.Ordinal) && text.Length > Sqlite.Length && text != Sqlite + ":memory:" && !text.Contains('\0', StringComparison.Ordinal);
        return isFile ? new(text, Path.GetFullPath(text[Sqlite.Length..])) : throw new StoreUnavailableException("The store is not of the form `sqlite:FILE` or `postgres://...`.");
    }

    /// <summary>The store in a SQLite file.</summary>
    public static StoreAddress OfFile(string path) => Parse(Sqlite + path);

    /// <inheritdoc/>
    public bool Equals(StoreAddress? other) => other is not null && (File is null ? other._text == _text : other.File == File);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StoreAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(File ?? _text);

    /// <summary>The file, or the database and its hosts.</summary>
    public override string ToString() => File is { } file ? Sqlite + file : PostgresPlace.NameOf(PostgresPlace.Parse(_text));

    /// <summary>The address as it was written.</summary>
    internal string Reveal() => _text;
}
