using System.Security.Cryptography;

namespace Countersign.Schemes.ApiKey;

/// <summary>
/// The form of a key: <c>cs_</c>, a public id of 8, <c>_</c>, a secret of 32 and a checksum of 6 characters in base62.
/// The prefix lets secret scanners recognise it, the checksum tells a mistyped key from an unknown one without asking a store.
/// </summary>
public static class ApiKeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Mark = "cs_";

    /// <summary>The length of the public id.</summary>
    public const int IdLength = 8;

    /// <summary>The length of a whole key, in characters, all of them ASCII.</summary>
    public const int Length = SecretStart + SecretLength + ChecksumLength;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 32;
    private const int ChecksumLength = 6;
    private const int SecretStart = 3 + IdLength + 1;

    private static readonly uint[] Crc = BuildCrc();

    /// <summary>A new key: 190 bits of secret from the system's generator.</summary>
    public static string Create()
    {
        Span<char> key = stackalloc char[Length];
        Mark.CopyTo(key);
        RandomNumberGenerator.GetItems(Alphabet, key.Slice(Mark.Length, IdLength));
        key[SecretStart - 1] = '_';
        RandomNumberGenerator.GetItems(Alphabet, key.Slice(SecretStart, SecretLength));
        WriteChecksum(key[..^ChecksumLength], key[^ChecksumLength..]);
        return new string(key);
    }

    /// <summary>Whether a text has the form of a key and its checksum fits.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(Mark, StringComparison.Ordinal) || text[SecretStart - 1] != '_')
            return false;
        foreach (var c in text[Mark.Length..(SecretStart - 1)])
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }

        foreach (var c in text[SecretStart..])
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }

        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(text[..^ChecksumLength], checksum);
        return text[^ChecksumLength..].SequenceEqual(checksum);
    }

    /// <summary>The public id of a well-formed key.</summary>
    public static ReadOnlySpan<char> IdOf(ReadOnlySpan<char> key) => key.Slice(Mark.Length, IdLength);

    private static void WriteChecksum(ReadOnlySpan<char> text, Span<char> checksum)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var c in text)
            crc = Crc[(byte)crc ^ (byte)c] ^ (crc >> 8);
        crc = ~crc;
        for (var i = checksum.Length - 1; i >= 0; i--)
        {
            checksum[i] = Alphabet[(int)(crc % (uint)Alphabet.Length)];
            crc /= (uint)Alphabet.Length;
        }
    }

    /// <summary>The table of CRC-32 with the reflected polynomial of IEEE 802.3.</summary>
    private static uint[] BuildCrc()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320u;
            table[i] = value;
        }

        return table;
    }
}
