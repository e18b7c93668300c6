using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Keeps why requests were refused. Recording never blocks and never throws.</summary>
public interface IJournal
{
    /// <summary>Takes a refusal, or a plain challenge, which stays in memory alone.</summary>
    void Record(JournalEntry entry);

    /// <summary>The entry with a reference id, from memory or store; null when it is unknown or too old.</summary>
    /// <exception cref="StoreUnavailableException">It is not in memory, and the store can't be read.</exception>
    JournalEntry? Find(string reference);
}
