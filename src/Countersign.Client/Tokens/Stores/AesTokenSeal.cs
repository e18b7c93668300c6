using System.Security.Cryptography;
using System.Text;

namespace Countersign.Client.Tokens.Stores;

/// <summary>Seals with a key of one's own, by AES-256-GCM.</summary>
public sealed class AesTokenSeal : TokenSeal
{
    /// <summary>The length of a key, in octets.</summary>
    public const int KeyLength = 32;

    private const byte Form = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;

    private readonly byte[] _key;

    /// <summary>Seals with a key.</summary>
    /// <exception cref="ArgumentException">It has not <see cref="KeyLength"/> octets.</exception>
    public AesTokenSeal(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"A key has {KeyLength} octets.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>Seals with the key in a file, which is made when there is none, for this user alone. Keep it apart from what it seals: not in the same backup.</summary>
    /// <exception cref="IOException">It can't be read or made, holds no key, or others may read it.</exception>
    public static AesTokenSeal FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            Create(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
            throw new IOException($"{path} holds a key and can be read by others: `chmod 600 {path}`.");
        var key = File.ReadAllBytes(path);
        return key.Length == KeyLength ? new(key) : throw new IOException($"{path} holds no key of {KeyLength} octets.");
    }

    /// <inheritdoc/>
    protected override byte[] Protect(byte[] octets, string name)
    {
        ArgumentNullException.ThrowIfNull(octets);
        var sealedOctets = new byte[Overhead + octets.Length];
        sealedOctets[0] = Form;
        var nonce = sealedOctets.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, octets, sealedOctets.AsSpan(Overhead), sealedOctets.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(name));
        return sealedOctets;
    }

    /// <inheritdoc/>
    protected override byte[]? Unprotect(byte[] octets, string name)
    {
        ArgumentNullException.ThrowIfNull(octets);
        if (octets.Length < Overhead || octets[0] != Form)
            return null;
        var plain = new byte[octets.Length - Overhead];
        using var aes = new AesGcm(_key, TagLength);
        try
        {
            aes.Decrypt(octets.AsSpan(1, NonceLength), octets.AsSpan(Overhead), octets.AsSpan(1 + NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(name));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // Whole under its name or not at all; of programs that make it at once, all use the first one's. A move alone does not keep them apart: it looks, and then renames.
    private static void Create(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            PrivateFiles.CreateDirectory(directory);
        var turn = $"{path}.lock";
        using var alone = PrivateFiles.Lock(turn);
        if (!File.Exists(path))
        {
            var made = $"{path}.{RandomNumberGenerator.GetHexString(8)}";
            PrivateFiles.Write(made, RandomNumberGenerator.GetBytes(KeyLength));
            File.Move(made, path, overwrite: false);
        }

        // Who waits for the file that is gone here finds the key there when their turn comes.
        if (!OperatingSystem.IsWindows())
            File.Delete(turn);
    }
}
