using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Stores;

/// <summary>A key by which the gateway signs.</summary>
/// <param name="Key">The key, with its algorithm and <c>kid</c>.</param>
/// <param name="Created">When it was made, and from when on it is published.</param>
/// <param name="SignsFrom">From when on it signs, until a later one does.</param>
internal sealed record SigningKeyRecord(SigningKey Key, DateTimeOffset Created, DateTimeOffset SignsFrom);
