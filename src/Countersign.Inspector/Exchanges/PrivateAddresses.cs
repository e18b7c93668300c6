using System.Net;
using Countersign.Addresses;

namespace Countersign.Inspector.Exchanges;

/// <summary>Addresses that mean a machine itself or its own network, and no server for everybody.</summary>
internal static class PrivateAddresses
{
    /// <summary>Whether an address is one of them, as itself or within another.</summary>
    public static bool Contains(IPAddress address) => AddressKinds.Of(address) is AddressKind.Private or AddressKind.Loopback or AddressKind.Forbidden;

    /// <summary>Whether the host of an address says by itself that it is one: a number, or <c>localhost</c>. Names are not resolved.</summary>
    public static bool Names(Uri url) =>
        url.IsLoopback || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && Contains(address));
}
