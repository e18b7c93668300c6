using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>A key for an app between being shown and being proven: the page keeps it, protected, so that no gateway has to.</summary>
internal sealed class TotpSetup
{
    /// <summary>RFC 4226 §4, R6: as long as the hash.</summary>
    private const int OctetsOfKey = 20;

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(15);

    private TotpSetup(byte[] key, string sealedKey)
    {
        Key = key;
        Sealed = sealedKey;
    }

    /// <summary>The key, to be shown to its owner alone.</summary>
    public byte[] Key { get; }

    /// <summary>The key as the page's form carries it.</summary>
    public string Sealed { get; }

    /// <summary>A new key.</summary>
    public static TotpSetup Make(IDataProtector protector, DateTimeOffset now)
    {
        var key = RandomNumberGenerator.GetBytes(OctetsOfKey);
        var plain = new byte[sizeof(long) + OctetsOfKey];
        BinaryPrimitives.WriteInt64BigEndian(plain, (now + Term).ToUnixTimeMilliseconds());
        key.CopyTo(plain, sizeof(long));
        return new(key, Base64Url.EncodeToString(protector.Protect(plain)));
    }

    /// <summary>The key of a form; null when it is too old, or not of this form.</summary>
    public static TotpSetup? Open(IDataProtector protector, string sealedKey, DateTimeOffset now)
    {
        try
        {
            var plain = protector.Unprotect(Base64Url.DecodeFromChars(sealedKey));
            return plain.Length == sizeof(long) + OctetsOfKey && now.ToUnixTimeMilliseconds() < BinaryPrimitives.ReadInt64BigEndian(plain)
                ? new(plain[sizeof(long)..], sealedKey)
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
