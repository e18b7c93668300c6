using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>Hashes passwords as stored ones were hashed.</summary>
internal sealed class PasswordHasher : IPasswordHasher
{
    /// <summary>The only one: it has no state.</summary>
    public static PasswordHasher Instance { get; } = new();

    /// <inheritdoc/>
    public HashAnswer Compare(PasswordHash stored, string password)
    {
        var octets = Encoding.UTF8.GetBytes(password);
        try
        {
            // Longer ones and those with a NUL can't be what any tool hashed; the bound holds for every kind, so nobody learns the kind from it.
            if (octets.Length > LibCrypt.MaxPassword || octets.Contains((byte)0))
                return HashAnswer.Different;
            return Compute(stored, octets) is { } computed ? Weigh(stored, computed) : HashAnswer.CannotCompute;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    private static string? Compute(PasswordHash stored, byte[] octets) => stored.Kind switch
    {
        HashKind.Bcrypt or HashKind.Sha256Crypt or HashKind.Sha512Crypt or HashKind.Yescrypt => LibCrypt.Compute(octets, stored.Text),
        HashKind.Apr1 => Md5Crypt.Compute(octets, stored.Text[Md5Crypt.Apr1Magic.Length..stored.Text.LastIndexOf('$')]),
        HashKind.Sha1 => "{SHA}" + Convert.ToBase64String(SHA1.HashData(octets)),
        HashKind.Unsupported => null,
    };

    private static HashAnswer Weigh(PasswordHash stored, string computed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(stored.Text))
            ? HashAnswer.Same
            : HashAnswer.Different;
}
