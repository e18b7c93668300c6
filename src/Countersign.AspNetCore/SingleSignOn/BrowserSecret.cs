using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>
/// What one browser alone knows, in a cookie that all of its tabs share: a sign-in counts where it was begun, and everything secret about it (RFC 7636,
/// nonce) follows from this and its own id. Any number of sign-ins need no more than the one cookie.
/// </summary>
internal sealed class BrowserSecret
{
    /// <summary>How long the cookie lives after the last start, in seconds.</summary>
    public const int Lifetime = 30 * 60;

    private const int Length = 32;
    private const int TextLength = 43;

    private readonly byte[] _octets;

    private BrowserSecret(byte[] octets) => _octets = octets;

    /// <summary>The value of the cookie.</summary>
    public Secret Cookie => new(Base64Url.EncodeToString(_octets));

    /// <summary>Whose a sign-in is; the secret does not follow from it.</summary>
    public string Name => Derive("browser", "");

    public static BrowserSecret New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Of a cookie; null when it is none that was made here.</summary>
    public static BrowserSecret? Read(string? cookie)
    {
        var octets = new byte[Length];
        return cookie is { Length: TextLength } && Base64Url.IsValid(cookie) && Base64Url.TryDecodeFromChars(cookie, octets, out var length) && length == Length
            ? new(octets)
            : null;
    }

    /// <summary>A text of 43 characters that nobody else can know.</summary>
    /// <param name="use">What it is for.</param>
    /// <param name="id">The sign-in.</param>
    public string Derive(string use, string id) => Base64Url.EncodeToString(HMACSHA256.HashData(_octets, Encoding.UTF8.GetBytes($"{use}\n{id}")));

    /// <inheritdoc/>
    public override string ToString() => "***";
}
