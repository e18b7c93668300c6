using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The network of a client: the /24 of an IPv4 address, the /64 of an IPv6 address. What one party usually has.</summary>
internal readonly record struct Network(ulong Bits, bool IsIPv6)
{
    /// <summary>The network that an address is in.</summary>
    public static Network Of(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out _))
            return default;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new(BinaryPrimitives.ReadUInt32BigEndian(octets) & 0xFFFF_FF00, false);
        return address.IsIPv4MappedToIPv6
            ? new(BinaryPrimitives.ReadUInt32BigEndian(octets[12..]) & 0xFFFF_FF00, false)
            : new(BinaryPrimitives.ReadUInt64BigEndian(octets), true);
    }
}
