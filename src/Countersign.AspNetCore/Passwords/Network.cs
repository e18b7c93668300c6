using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The network of a client, in one of three widths: a line, what one party usually has, and the most that a party is given.</summary>
internal readonly record struct Network(ulong Bits, bool IsIPv6)
{
    private const ulong Wide4 = 0xFFFF_FF00;
    private const ulong Site6 = ~0xFFFFUL;

    /// <summary>The whole /48 around an IPv6 network, of which a site may have every /64; an IPv4 network as it is.</summary>
    public Network Site => IsIPv6 ? this with { Bits = Bits & Site6 } : this;

    /// <summary>What one party usually has: the /24 of an IPv4 address, the /64 of an IPv6 address.</summary>
    public static Network Of(IPAddress address)
    {
        var line = LineOf(address);
        return line.IsIPv6 ? line : line with { Bits = line.Bits & Wide4 };
    }

    /// <summary>The narrowest that tells households apart: an IPv4 address by itself, the /64 of an IPv6 address.</summary>
    public static Network LineOf(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out _))
            return default;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new(BinaryPrimitives.ReadUInt32BigEndian(octets), false);
        return address.IsIPv4MappedToIPv6
            ? new(BinaryPrimitives.ReadUInt32BigEndian(octets[12..]), false)
            : new(BinaryPrimitives.ReadUInt64BigEndian(octets), true);
    }
}
