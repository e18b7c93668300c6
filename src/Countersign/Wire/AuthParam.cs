namespace Countersign.Wire;

/// <summary>One <c>name=value</c> of a challenge, of credentials or of Authentication-Info (RFC 9110 §11.2).</summary>
/// <param name="Name">The name as written; names compare case-insensitively.</param>
/// <param name="Value">The value after unquoting and unescaping.</param>
/// <param name="Quoted">Whether the value stood, or is to be written, as a quoted-string. Writers quote whatever is not a token all the same.</param>
public readonly record struct AuthParam(string Name, string Value, bool Quoted = true);
