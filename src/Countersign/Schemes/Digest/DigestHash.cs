using System.Security.Cryptography;
using System.Text;

namespace Countersign.Schemes.Digest;

/// <summary>The computations of RFC 7616 §3.4: lower-case hex over UTF-8, nothing between the parts but colons.</summary>
public static class DigestHash
{
    internal const int MaxHex = 64;

    /// <summary>H(user:realm:password), what an htdigest line holds.</summary>
    public static string Secret(DigestAlgorithm algorithm, string user, string realm, string password)
    {
        Span<byte> hex = stackalloc byte[MaxHex];
        hex = hex[..algorithm.HexLength];
        var text = new DigestText(stackalloc byte[512]);
        text.Add(user).Colon().Add(realm).Colon().Add(password).HashTo(algorithm, hex);
        text.Dispose();
        return Encoding.ASCII.GetString(hex);
    }

    /// <summary>H(user:realm), what a client sends instead of the name (RFC 7616 §3.4.4).</summary>
    public static string Userhash(DigestAlgorithm algorithm, string user, string realm)
    {
        Span<byte> hex = stackalloc byte[MaxHex];
        hex = hex[..algorithm.HexLength];
        var text = new DigestText(stackalloc byte[512]);
        text.Add(user).Colon().Add(realm).HashTo(algorithm, hex);
        text.Dispose();
        return Encoding.ASCII.GetString(hex);
    }

    /// <summary>H(user:realm:password) of octets in whatever charset.</summary>
    internal static string Secret(DigestAlgorithm algorithm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> realm, ReadOnlySpan<byte> password)
    {
        Span<byte> hex = stackalloc byte[MaxHex];
        hex = hex[..algorithm.HexLength];
        var text = new DigestText(stackalloc byte[512]);
        text.Add(user).Colon().Add(realm).Colon().Add(password).HashTo(algorithm, hex);
        text.Dispose();
        return Encoding.ASCII.GetString(hex);
    }

    /// <summary>H(user:realm) of octets in whatever charset.</summary>
    internal static string Userhash(DigestAlgorithm algorithm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> realm)
    {
        Span<byte> hex = stackalloc byte[MaxHex];
        hex = hex[..algorithm.HexLength];
        var text = new DigestText(stackalloc byte[512]);
        text.Add(user).Colon().Add(realm).HashTo(algorithm, hex);
        text.Dispose();
        return Encoding.ASCII.GetString(hex);
    }

    /// <summary>H(A1): the stored secret itself, or for -sess the hash of it with nonce and cnonce (RFC 7616 §3.4.2).</summary>
    internal static void A1(DigestAlgorithm algorithm, ReadOnlySpan<char> secret, ReadOnlySpan<char> nonce, ReadOnlySpan<char> cnonce, Span<byte> hex)
    {
        if (!algorithm.IsSession)
        {
            Encoding.ASCII.GetBytes(secret, hex);
            return;
        }

        var text = new DigestText(stackalloc byte[512]);
        text.Add(secret).Colon().Add(nonce).Colon().Add(cnonce).HashTo(algorithm, hex);
        text.Dispose();
    }

    /// <summary>H(A2); <paramref name="contentHex"/> is H(content) for auth-int and empty for auth; the method is empty for rspauth.</summary>
    internal static void A2(DigestAlgorithm algorithm, ReadOnlySpan<char> method, ReadOnlySpan<char> uri, ReadOnlySpan<byte> contentHex, Span<byte> hex)
    {
        var text = new DigestText(stackalloc byte[512]);
        text.Add(method).Colon().Add(uri);
        if (!contentHex.IsEmpty)
            text.Colon().Add(contentHex);
        text.HashTo(algorithm, hex);
        text.Dispose();
    }

    /// <summary>H(H(A1):nonce:nc:cnonce:qop:H(A2)) (RFC 7616 §3.4.1); without qop H(H(A1):nonce:H(A2)) (RFC 2069 §2.1.2).</summary>
    internal static void Response(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> a1, in DigestParts parts, ReadOnlySpan<byte> a2, Span<byte> hex)
    {
        var text = new DigestText(stackalloc byte[512]);
        text.Add(a1).Colon().Add(parts.Nonce).Colon();
        if (parts.Qop.Length > 0)
            text.Add(parts.Count).Colon().Add(parts.Cnonce).Colon().Add(parts.Qop).Colon();
        text.Add(a2).HashTo(algorithm, hex);
        text.Dispose();
    }

    /// <summary>The whole way from the stored secret to a response, or to rspauth with an empty method.</summary>
    internal static void FromSecret(
        DigestAlgorithm algorithm, ReadOnlySpan<char> secret, ReadOnlySpan<char> method, in DigestParts parts, ReadOnlySpan<byte> contentHex, Span<byte> hex)
    {
        Span<byte> a1 = stackalloc byte[MaxHex];
        Span<byte> a2 = stackalloc byte[MaxHex];
        a1 = a1[..algorithm.HexLength];
        a2 = a2[..algorithm.HexLength];
        A1(algorithm, secret, parts.Nonce, parts.Cnonce, a1);
        A2(algorithm, method, parts.Uri, contentHex, a2);
        Response(algorithm, a1, parts, a2, hex);
        CryptographicOperations.ZeroMemory(a1);
    }

    /// <summary>H(data) in hex.</summary>
    internal static void Data(DigestAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> hex)
    {
        Span<byte> digest = stackalloc byte[32];
        digest = digest[..(algorithm.HexLength / 2)];
        switch (algorithm.HashName)
        {
            case "MD5":
                MD5.HashData(data, digest);
                break;
            case "SHA-256":
                SHA256.HashData(data, digest);
                break;
            default:
                Schemes.Digest.Sha512T256.HashData(data, digest);
                break;
        }

        Convert.TryToHexStringLower(digest, hex, out _);
    }
}
