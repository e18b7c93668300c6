namespace Countersign.Schemes.Digest;

/// <summary>The parameters that go into a response, literally as sent.</summary>
/// <param name="Uri">The request target.</param>
/// <param name="Nonce">The server's nonce.</param>
/// <param name="Count">nc: 8 hex digits.</param>
/// <param name="Cnonce">The client's nonce.</param>
/// <param name="Qop"><c>auth</c> or <c>auth-int</c>; empty for RFC 2069, which has neither nc nor cnonce.</param>
public readonly record struct DigestParts(string Uri, string Nonce, string Count, string Cnonce, string Qop);
