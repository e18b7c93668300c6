using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>Makes hashes to be stored.</summary>
public static class PasswordMaker
{
    /// <summary>The bcrypt cost unless another is asked for.</summary>
    public const int DefaultBcryptCost = 10;

    private const int LongestForBcrypt = 72;

    private const string SaltAlphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Hashes a new password with a fresh salt.</summary>
    /// <param name="password">The password; it is put into NFC, as readers of Basic do.</param>
    /// <param name="kind">bcrypt, SHA-512-crypt, SHA-256-crypt, yescrypt or apr1.</param>
    /// <param name="cost">bcrypt: 4 to 17; SHA-crypt: rounds, 1000 to 10,000,000; yescrypt: 1 to 11; null for the default.</param>
    /// <exception cref="ArgumentException">The password can't be hashed, or the cost does not suit the kind.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine has no library for this kind.</exception>
    public static PasswordHash Create(string password, HashKind kind = HashKind.Bcrypt, int? cost = null)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Any(char.IsControl))
            throw new ArgumentException("A password contains no control characters (RFC 7617 §2).", nameof(password));
        if (!Nfc.TryNormalize(password, out var composed))
            throw new ArgumentException("The password has a code point that no text has, such as U+FFFE.", nameof(password));
        var octets = Encoding.UTF8.GetBytes(composed);
        if (octets.Length > LibCrypt.MaxPassword)
            throw new ArgumentException($"A password has at most {LibCrypt.MaxPassword} octets.", nameof(password));

        // Silently cut, it would let in whatever begins alike.
        if (kind == HashKind.Bcrypt && octets.Length > LongestForBcrypt)
            throw new ArgumentException($"bcrypt reads {LongestForBcrypt} octets of a password and no more: use a shorter one, or a kind of hash that reads all of it.", nameof(password));

        try
        {
            return PasswordHash.Parse(kind switch
            {
                HashKind.Bcrypt => ByLibrary(octets, "$2y$", InRange(cost ?? DefaultBcryptCost, 4, 17)),
                HashKind.Sha256Crypt => ByLibrary(octets, "$5$", InRange(cost ?? 5000, 1000, 10_000_000)),
                HashKind.Sha512Crypt => ByLibrary(octets, "$6$", InRange(cost ?? 5000, 1000, 10_000_000)),
                HashKind.Yescrypt => ByLibrary(octets, "$y$", InRange(cost ?? 5, 1, 11)),
                HashKind.Apr1 when cost is null => Md5Crypt.Compute(octets, RandomNumberGenerator.GetString(SaltAlphabet, 8)),
                HashKind.Apr1 => throw new ArgumentException("apr1 has no cost to choose.", nameof(cost)),
                HashKind.Sha1 or HashKind.Unsupported =>
                    throw new ArgumentException("No new hashes of this kind are made.", nameof(kind)),
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    private static string ByLibrary(byte[] octets, string prefix, int cost)
    {
        if (!LibCrypt.IsAvailable)
            throw new PlatformNotSupportedException(LibCrypt.Missing);
        return LibCrypt.NewSetting(prefix, (uint)cost) is { } setting && LibCrypt.Compute(octets, setting) is { } hash
            ? hash
            : throw new PlatformNotSupportedException($"libcrypt on this machine makes no {prefix} hashes.");
    }

    private static int InRange(int cost, int least, int most) =>
        cost >= least && cost <= most ? cost : throw new ArgumentException($"The cost is between {least} and {most} for this kind.", nameof(cost));
}
