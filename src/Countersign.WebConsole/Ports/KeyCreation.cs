namespace Countersign.WebConsole.Ports;

/// <summary>What came of the wish for a key.</summary>
/// <param name="Fault">Why there is none; null when there is.</param>
/// <param name="Key">The key, shown this once.</param>
/// <param name="Id">Its id.</param>
internal sealed record KeyCreation(string? Fault, Secret? Key, string? Id);
