using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>One-time passwords by counter (RFC 4226) and by time (RFC 6238), as authenticator apps show them: six digits, SHA-1, a new one every 30 seconds.</summary>
internal static class OneTimePasswords
{
    /// <summary>How many digits apps show.</summary>
    public const int Digits = 6;

    /// <summary>How long a password is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>How many steps a clock may be ahead or behind (RFC 6238 §5.2).</summary>
    private const int Drift = 1;

    /// <summary>The password of a counter (RFC 4226 §5.3).</summary>
    public static string Compute(ReadOnlySpan<byte> key, long counter, int digits = Digits, HashAlgorithmName? hash = null)
    {
        Span<byte> moving = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(moving, counter);
        Span<byte> mac = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HmacData(hash ?? HashAlgorithmName.SHA1, key, moving, mac);
        var offset = mac[length - 1] & 0xF;
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac[offset..]) & 0x7FFF_FFFF;
        var modulus = (uint)Math.Pow(10, digits);
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step that a time belongs to.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The step whose password this is, at most one away from now; null for none. The newest if several have it.</summary>
    public static long? Match(ReadOnlySpan<byte> key, string password, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(password);
        long? found = null;
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Compute(key, step))))
                found = step;
        }

        return found;
    }
}
