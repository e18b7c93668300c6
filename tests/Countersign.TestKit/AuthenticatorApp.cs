using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.TestKit;

/// <summary>An authenticator app (RFC 6238), written apart from the one that is tested.</summary>
/// <param name="key">The key as the page shows it: base32, with blanks.</param>
public sealed class AuthenticatorApp(string key)
{
    private readonly byte[] _key = Octets(key);

    /// <summary>The code that it shows now, or some steps of 30 seconds later.</summary>
    public string Code(int later = 0)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + later);
        var mac = HMACSHA1.HashData(_key, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[19] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Octets(string key)
    {
        var bits = string.Concat(key.Replace(" ", "", StringComparison.Ordinal).Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
