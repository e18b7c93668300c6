using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Lab.Simulator;

/// <summary>Where everything random of the simulator comes from: the same for the same text.</summary>
/// <param name="text">The text.</param>
internal sealed class Seed(string text)
{
    /// <summary>Octets for a purpose, always the same.</summary>
    public byte[] Octets(string purpose) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(purpose));

    /// <summary>A number from 0 up to, and without, 1.</summary>
    public double Number(string purpose) => (BinaryPrimitives.ReadUInt64BigEndian(Octets(purpose)) >> 11) * (1.0 / (1UL << 53));
}
