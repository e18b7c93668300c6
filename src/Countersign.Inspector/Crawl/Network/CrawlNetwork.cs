using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Countersign.Addresses;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>
/// The connections of a crawl. What a name leads to is looked at when the connection is made, redirects included: other names than that of the site lead
/// to addresses of the internet alone, and that of the site never from such an address to one inside.
/// </summary>
internal static class CrawlNetwork
{
    private const int MaxFieldsKilobytes = 64;
    private const int MaxDrained = 64 * 1024;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    /// <summary>Connections for a crawl.</summary>
    public static SocketsHttpHandler Create(CrawlOptions options)
    {
        var sites = new ConcurrentDictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxFieldsKilobytes,
            MaxResponseDrainSize = MaxDrained,
            ConnectTimeout = options.Timeout < LongestConnect ? options.Timeout : LongestConnect,
            MaxConnectionsPerServer = Math.Max(1, options.Connections),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, options, sites, cancel),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint end, CrawlOptions options, ConcurrentDictionary<string, bool> sites, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(end.Host, cancel);
        if (!options.AllowsPrivate)
            addresses = [.. addresses.Where(address => MayConnect(end, address, options, sites))];
        if (addresses.Length == 0)
            throw new PrivateAddressException(end.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Who crawls has named the site and knows where it is: there it is at the first connection, and must be later.
    private static bool MayConnect(DnsEndPoint end, IPAddress address, CrawlOptions options, ConcurrentDictionary<string, bool> sites)
    {
        var isPublic = AddressKinds.Of(address) == AddressKind.Public;
        var isItsPort = end.Port == options.Start.Port || (options.Start.IsDefaultPort && end.Port == 443);
        var isSite = isItsPort && end.Host.Equals(options.Start.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
        return isSite ? sites.GetOrAdd(end.Host, isPublic) == isPublic || isPublic : isPublic;
    }
}
