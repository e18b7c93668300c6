namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>A key that seals nonces.</summary>
/// <param name="Id">Its name among all that were ever made.</param>
/// <param name="Octets">What seals.</param>
/// <param name="Age">How old it was when it was read, by the database's clock.</param>
internal sealed record NonceKey(long Id, byte[] Octets, TimeSpan Age);
