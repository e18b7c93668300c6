namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>A state of a store's watched tables.</summary>
/// <param name="Server">Which server told it. Another one, such as a promoted standby, may count from another history.</param>
/// <param name="Changes">Moves with each change.</param>
internal sealed record StoreVersion(long Server, long Changes);
