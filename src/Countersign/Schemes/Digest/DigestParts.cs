namespace Countersign.Schemes.Digest;

/// <summary>The parameters that go into a response, literally as sent.</summary>
internal readonly record struct DigestParts(string Uri, string Nonce, string Count, string Cnonce, string Qop);
