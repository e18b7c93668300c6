using System.Security.Cryptography;
using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>Gives equal secrets equal marks within one recording. The key is gone with the recording's reader, so that a mark tells nothing about its secret.</summary>
internal sealed class Marks
{
    // Of a million secrets two get the same mark with a chance of one in tens of millions.
    private const int Length = 8;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Of(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)).AsSpan(0, Length));

    /// <summary>A mark that nothing else has: for what can't be compared.</summary>
    public static string OfNothing() => RandomNumberGenerator.GetHexString(Length * 2, lowercase: true);
}
