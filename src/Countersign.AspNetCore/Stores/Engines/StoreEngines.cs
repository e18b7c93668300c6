namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Which engine a store's text names.</summary>
internal static class StoreEngines
{
    /// <summary>Opens a store.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static IStoreEngine Open(string store, bool readOnly) =>
        PostgresPlace.IsNamedBy(store) ? PostgresEngine.Open(store, readOnly) : SqliteEngine.Open(SqliteFile.PathOf(store), readOnly);

    /// <summary>Whether a store was made yet.</summary>
    /// <exception cref="StoreUnavailableException">Nobody can tell; the message says why and what helps.</exception>
    public static bool Exists(string store) => PostgresPlace.IsNamedBy(store) ? PostgresEngine.Exists(store) : File.Exists(SqliteFile.PathOf(store));
}
