namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Which engine an address is for.</summary>
internal static class StoreEngines
{
    /// <summary>Opens a store.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static IStoreEngine Open(StoreAddress store, bool readOnly) =>
        store.File is { } file ? SqliteEngine.Open(file, readOnly) : PostgresEngine.Open(store.Reveal(), readOnly);

    /// <summary>Whether a store was made yet.</summary>
    /// <exception cref="StoreUnavailableException">Nobody can tell; the message says why and what helps.</exception>
    public static bool Exists(StoreAddress store) => store.File is { } file ? File.Exists(file) : PostgresEngine.Exists(store.Reveal());
}
