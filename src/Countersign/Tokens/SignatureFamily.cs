namespace Countersign.Tokens;

/// <summary>How an algorithm signs.</summary>
internal enum SignatureFamily
{
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Edwards,
    Hmac,
}
