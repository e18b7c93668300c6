using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>
/// A login in the protection space of a challenge: proves, request by request, to know the password, and finds out whether the server knows it too. What
/// is the same for all requests is computed once.
/// </summary>
public sealed class DigestProver
{
    private readonly DigestAlgorithm _algorithm;
    private readonly string _secret;
    private readonly string _head;

    /// <summary>Prepares for the realm, algorithm and opaque of a challenge.</summary>
    /// <exception cref="ArgumentException">The algorithm of the challenge is unknown.</exception>
    public DigestProver(DigestDemand demand, DigestLogin login)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(login);
        _algorithm = demand.Algorithm ?? throw new ArgumentException("The algorithm of the challenge is unknown.", nameof(demand));
        var isLatin1 = login.IsLatin1 && !demand.IsUtf8;
        var user = Octets(login.User, isLatin1);
        var realm = RealmOctets(demand.Realm);
        var password = Octets(login.Password, isLatin1);
        _secret = DigestHash.Secret(_algorithm, user, realm, password);
        CryptographicOperations.ZeroMemory(password);
        _head = CredentialsWriter.Write(new("Digest") { Params = [.. Head(demand, login, user, realm, isLatin1)] });
    }

    /// <summary>The value of the Authorization field for one request.</summary>
    /// <param name="method">The method, as sent.</param>
    /// <param name="parts">The request's own parameters.</param>
    /// <param name="contentHex">H(content) in hex for auth-int, else empty.</param>
    public string Authorization(string method, in DigestParts parts, ReadOnlySpan<byte> contentHex)
    {
        Span<byte> hex = stackalloc byte[DigestHash.MaxHex];
        hex = hex[.._algorithm.HexLength];
        DigestHash.FromSecret(_algorithm, _secret, method, parts, contentHex, hex);
        Span<char> response = stackalloc char[DigestHash.MaxHex];
        response = response[..Encoding.ASCII.GetChars(hex, response)];
        return parts.Qop.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{_head}, nonce=\"{Escape(parts.Nonce)}\", uri=\"{Escape(parts.Uri)}\", response=\"{response}\"")
            : string.Create(CultureInfo.InvariantCulture, $"{_head}, nonce=\"{Escape(parts.Nonce)}\", uri=\"{Escape(parts.Uri)}\", response=\"{response}\", qop={parts.Qop}, nc={parts.Count}, cnonce=\"{Escape(parts.Cnonce)}\"");
    }

    /// <summary>Whether <c>rspauth</c> proves that the server knows the password, too (RFC 7616 §3.5).</summary>
    /// <param name="rspauth">What the server sent.</param>
    /// <param name="parts">The parameters of the request that it answers.</param>
    /// <param name="contentHex">H(content) of the answer in hex for auth-int, else empty.</param>
    public bool IsProof(string rspauth, in DigestParts parts, ReadOnlySpan<byte> contentHex)
    {
        ArgumentNullException.ThrowIfNull(rspauth);
        Span<byte> expected = stackalloc byte[DigestHash.MaxHex];
        Span<byte> actual = stackalloc byte[DigestHash.MaxHex];
        expected = expected[.._algorithm.HexLength];
        DigestHash.FromSecret(_algorithm, _secret, "", parts, contentHex, expected);
        return Encoding.ASCII.TryGetBytes(rspauth, actual, out var written) && CryptographicOperations.FixedTimeEquals(expected, actual[..written]);
    }

    private static IEnumerable<AuthParam> Head(DigestDemand demand, DigestLogin login, byte[] user, byte[] realm, bool isLatin1)
    {
        // The hashed name hides the name alone; A1 has it in the clear (RFC 7616 §3.4.4).
        yield return demand.Userhash ? new("username", DigestHash.Userhash(demand.Algorithm!, user, realm))
            : Ascii.IsValid(login.User) ? new("username", login.User)
            : login.SendsPlainName || isLatin1 ? new("username", Encoding.Latin1.GetString(user))
            : new("username*", ExtendedValue.Write(login.User), Quoted: false);
        yield return new("realm", demand.Realm);
        if (demand.AlgorithmText is { } algorithm)
            yield return new("algorithm", algorithm, Quoted: false);
        if (demand.Opaque is { } opaque)
            yield return new("opaque", opaque);
        if (demand.Userhash)
            yield return new("userhash", "true", Quoted: false);
    }

    private static byte[] Octets(string text, bool isLatin1) =>
        isLatin1 && !text.AsSpan().ContainsAnyInRange('\x100', '\uffff') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);

    // Fields are read octet by octet, and these octets are what the server hashes; text comes from handlers that decode.
    private static byte[] RealmOctets(string realm) => Octets(realm, isLatin1: true);

    private static string Escape(string value) =>
        value.AsSpan().ContainsAny('"', '\\') ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) : value;
}
