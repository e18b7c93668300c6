using System.Collections.Immutable;
using System.Net;
using Countersign.Addresses;

namespace Countersign.WebConsole.Guarding;

/// <summary>Which addresses requests of the console may go to: those of the internet, and what was allowed besides.</summary>
/// <param name="AllowsLoopback">Whether this machine is among them.</param>
/// <param name="AllowsPrivate">Whether private networks are.</param>
/// <param name="Networks">Addresses and networks that were named.</param>
internal sealed record Reach(bool AllowsLoopback, bool AllowsPrivate, ImmutableArray<IPNetwork> Networks)
{
    /// <summary>Nothing; what is named besides is all.</summary>
    public static Reach Nowhere { get; } = new(AllowsLoopback: false, AllowsPrivate: false, []) { AllowsInternet = false };

    /// <summary>Whether the internet is among them.</summary>
    public bool AllowsInternet { get; private init; } = true;

    /// <summary>The internet alone.</summary>
    public static Reach Internet { get; } = new(AllowsLoopback: false, AllowsPrivate: false, []);

    /// <summary>Reads what was allowed: an address, a network, <c>loopback</c> or <c>private</c>; null where a word is none of these.</summary>
    public static Reach? Read(IEnumerable<string> words)
    {
        var reach = Internet;
        foreach (var word in words)
        {
            if (word == "loopback")
                reach = reach with { AllowsLoopback = true };
            else if (word == "private")
                reach = reach with { AllowsPrivate = true };
            else if (NetworkOf(word) is { } network)
                reach = reach with { Networks = reach.Networks.Add(network) };
            else
                return null;
        }

        return reach;
    }

    /// <summary>Whether an address is within it.</summary>
    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return AddressKinds.Of(address) switch
        {
            AddressKind.Public when AllowsInternet => true,
            AddressKind.Loopback when AllowsLoopback => true,
            AddressKind.Private or AddressKind.Documentation when AllowsPrivate => true,
            _ => Networks.Any(network => network.Contains(address)),
        };
    }

    /// <summary>It as words.</summary>
    public override string ToString()
    {
        string[] all = [.. AllowsInternet ? ["the internet"] : (string[])["nothing"], .. AllowsLoopback ? ["this machine"] : (string[])[], .. AllowsPrivate ? ["private networks"] : (string[])[], .. Networks.Select(network => network.ToString())];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static IPNetwork? NetworkOf(string word)
    {
        if (IPNetwork.TryParse(word, out var network))
            return network;

        // Not "1" nor "0x7f000001": whoever writes these means something else.
        return IPAddress.TryParse(word, out var address) && word.AsSpan().ContainsAny('.', ':') ? new(address, address.GetAddressBytes().Length * 8) : null;
    }
}
