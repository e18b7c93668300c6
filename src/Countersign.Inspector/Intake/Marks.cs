using System.Security.Cryptography;
using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>Gives equal secrets equal marks within one recording. The key is gone with the recording's reader, so that a mark tells nothing about its secret.</summary>
internal sealed class Marks
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Of(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)).AsSpan(0, 4));
}
