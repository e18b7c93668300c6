using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>The stored refusals and counts of admissions, as they are read beside the gateway's writer, by another process too. Plain challenges are not among them.</summary>
/// <param name="store">The store, which may be open to be read alone.</param>
public sealed class StoredJournal(Store store)
{
    /// <summary>The refusal with a reference id; null when it is unknown or too old.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public JournalEntry? Find(string reference) => store.Read("journal", connection => JournalRows.Find(connection, reference));

    /// <summary>The newest refusals, the newest first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<JournalEntry> Newest(int count) => store.Read("journal", connection => JournalRows.Newest(connection, count));

    /// <summary>The admitted requests by minute, route and kind of subject, the newest minute first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<AdmissionCount> Admissions(int count) => store.Read("journal", connection => JournalRows.Admissions(connection, count));
}
