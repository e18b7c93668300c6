namespace Countersign.Inspector.Exchanges;

/// <summary>What the base64 of Basic credentials holds (RFC 7617 §2), but the password.</summary>
/// <param name="Fault">What is wrong with it; null when it is a user-id, a colon and a password.</param>
/// <param name="User">The user-id; null where it can't be read.</param>
/// <param name="Colons">How many colons there are.</param>
/// <param name="IsUtf8">Whether it is UTF-8.</param>
/// <param name="IsAscii">Whether it is ASCII.</param>
/// <param name="HasEmptyPassword">Whether nothing follows the first colon.</param>
public sealed record BasicFacts(string? Fault, string? User, int Colons, bool IsUtf8, bool IsAscii, bool HasEmptyPassword);
