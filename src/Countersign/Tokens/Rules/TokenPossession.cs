namespace Countersign.Tokens.Rules;

/// <summary>What who presents a token has shown to hold. Default is nothing: a plain bearer.</summary>
/// <param name="KeyThumbprint">The thumbprint of the key whose DPoP proof came with it (RFC 9449 §6.1), or null. With one, the token has to be bound to it.</param>
/// <param name="CertificateThumbprint">The SHA-256 of the TLS client certificate in base64url (RFC 8705 §3.1), or null.</param>
public readonly record struct TokenPossession(string? KeyThumbprint = null, string? CertificateThumbprint = null);
