using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Countersign.Gateway.Hosting;

/// <summary>Counts refused credentials by network and minute. One network's excess does not touch another's.</summary>
internal sealed class RefusalBudget(TimeProvider clock)
{
    private const int MaxNetworks = 100_000;
    private readonly ConcurrentDictionary<UInt128, int> _spent = new();
    private volatile int _limit = 600;
    private long _minute;

    /// <summary>Refusals a minute; 0 switches the budget off.</summary>
    public int Limit
    {
        get => _limit;
        set => _limit = value;
    }

    public bool HasRoom(IPAddress address) =>
        _limit == 0 || _spent.IsEmpty || !IsThisMinute() || !_spent.TryGetValue(NetworkOf(address), out var spent) || spent < _limit;

    public void Spend(IPAddress address)
    {
        if (_limit == 0)
            return;
        if (!IsThisMinute())
        {
            _spent.Clear();
            Interlocked.Exchange(ref _minute, Minute());
        }

        // Beyond this many networks in one minute the budget is no defence, and memory is worth more.
        if (_spent.Count < MaxNetworks)
            _spent.AddOrUpdate(NetworkOf(address), 1, static (_, spent) => spent + 1);
    }

    private bool IsThisMinute() => Interlocked.Read(ref _minute) == Minute();

    private long Minute() => clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;

    /// <summary>An IPv4 address by itself, an IPv6 address by its /64: a household has one, or 2^64 of them.</summary>
    private static UInt128 NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6)
            bytes[8..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
