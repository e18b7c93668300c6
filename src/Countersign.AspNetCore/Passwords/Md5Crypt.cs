using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>md5crypt with a magic of choice. libxcrypt knows <c>$1$</c> alone, so <c>$apr1$</c> is computed here.</summary>
internal static class Md5Crypt
{
    /// <summary>The magic of Apache's variant; it is part of what is hashed.</summary>
    public const string Apr1Magic = "$apr1$";

    private const int Size = 16;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The whole hash text: magic, salt (at most eight octets), result.</summary>
    public static string Compute(ReadOnlySpan<byte> password, string salt, string magic = Apr1Magic)
    {
        var seed = Encoding.UTF8.GetBytes(salt.Length > 8 ? salt[..8] : salt);
        Span<byte> digest = stackalloc byte[Size];
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

        md5.AppendData(password);
        md5.AppendData(seed);
        md5.AppendData(password);
        md5.GetHashAndReset(digest);

        md5.AppendData(password);
        md5.AppendData(Encoding.ASCII.GetBytes(magic));
        md5.AppendData(seed);
        for (var left = password.Length; left > 0; left -= Size)
            md5.AppendData(digest[..Math.Min(left, Size)]);
        for (var bits = password.Length; bits > 0; bits >>= 1)
            md5.AppendData((bits & 1) == 1 ? [0] : password[..1]);
        md5.GetHashAndReset(digest);

        for (var round = 0; round < 1000; round++)
        {
            var isOdd = (round & 1) == 1;
            md5.AppendData(isOdd ? password : digest);
            if (round % 3 != 0)
                md5.AppendData(seed);
            if (round % 7 != 0)
                md5.AppendData(password);
            md5.AppendData(isOdd ? digest : password);
            md5.GetHashAndReset(digest);
        }

        return $"{magic}{Encoding.UTF8.GetString(seed)}${Print(digest)}";
    }

    private static string Print(ReadOnlySpan<byte> digest)
    {
        var text = new StringBuilder(22);
        ReadOnlySpan<byte> order = [0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5];
        for (var at = 0; at < order.Length; at += 3)
            Print(text, (digest[order[at]] << 16) | (digest[order[at + 1]] << 8) | digest[order[at + 2]], 4);
        Print(text, digest[11], 2);
        return text.ToString();
    }

    private static void Print(StringBuilder text, int value, int count)
    {
        for (; count > 0; count--, value >>= 6)
            text.Append(Alphabet[value & 0x3f]);
    }
}
