using System.Net;

namespace Countersign.Tokens.Rules;

/// <summary>What is known of who presents a token. Default is nothing: a plain bearer from nowhere.</summary>
/// <param name="KeyThumbprint">The thumbprint of the key whose DPoP proof came with it (RFC 9449 §6.1), or null. With one, the token has to be bound to it.</param>
/// <param name="CertificateThumbprint">The SHA-256 of the TLS client certificate in base64url (RFC 8705 §3.1), or null.</param>
/// <param name="Client">The client's address, which shares what is scarce with others; null when there is none.</param>
public readonly record struct TokenPresentation(string? KeyThumbprint = null, string? CertificateThumbprint = null, IPAddress? Client = null);
