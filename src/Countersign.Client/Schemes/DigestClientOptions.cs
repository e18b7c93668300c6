using System.Security.Cryptography;
using Countersign.Schemes.Digest;

namespace Countersign.Client.Schemes;

/// <summary>A user name and password for Digest.</summary>
/// <param name="user">The name.</param>
/// <param name="password">The password.</param>
public sealed class DigestClientOptions(string user, Secret password)
{
    /// <summary>The name.</summary>
    public string User { get; } = user;

    /// <summary>Whether MD5 is taken where a server offers nothing better (RFC 7616 §3.2 keeps it for old ones). Default: no.</summary>
    public bool AllowMd5 { get; set; }

    /// <summary>Whether a server of RFC 2069 is answered, which offers no qop: nothing of the client's is then in what it signs. Default: no.</summary>
    public bool AllowWithoutQop { get; set; }

    /// <summary>Whether the content is signed, too (<c>auth-int</c>), where the server leaves the choice. Default: no; where it offers nothing else it is.</summary>
    public bool PreferAuthInt { get; set; }

    /// <summary>
    /// Whether answers count only with the server's proof that it knows the password (<c>rspauth</c>, RFC 7616 §3.5): all answers to requests that carried
    /// credentials, errors and redirects included. A wrong proof is never let through, a missing one is without this. Default: no.
    /// </summary>
    public bool RequireServerProof { get; set; }

    /// <summary>
    /// Whether a nonce is used by one request at a time, for servers that refuse counts out of their order (<c>AuthDigestNcCheck</c>) or take a nonce once
    /// (<c>AuthDigestNonceLifetime 0</c>). As many nonces are then in use as there are requests at once. Default: no.
    /// </summary>
    public bool SerializePerNonce { get; set; }

    /// <summary>
    /// Whether a name beyond ASCII is sent as plain octets, as Apache wants it, and not as <c>username*</c> (RFC 7616 §3.4). The handler below has to
    /// allow such octets: <see cref="SocketsHttpHandler.RequestHeaderEncodingSelector"/> with Latin-1. Default: no.
    /// </summary>
    public bool SendPlainName { get; set; }

    /// <summary>Whether servers that do not say <c>charset=UTF-8</c> get name and password in ISO-8859-1, as some old ones expect. Default: no.</summary>
    public bool Latin1WithoutCharset { get; set; }

    internal Func<string> NewCnonce { get; set; } = static () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal DigestLogin Login() => new(User, password.Reveal()) { SendsPlainName = SendPlainName, IsLatin1 = Latin1WithoutCharset };
}
