using System.Net;
using System.Net.Sockets;
using Countersign.Addresses;
using Countersign.Client.Tokens;

namespace Countersign.Client.Discovery;

/// <summary>
/// Which addresses a peer's words may lead to. Names are judged by what they resolve to, and when the connection is made, so that a name which leads elsewhere the
/// second time gains nothing. By a proxy it is the proxy that connects, and that judges.
/// </summary>
/// <param name="allowsPrivate">Whether private networks are among them.</param>
/// <param name="allowsLoopback">Whether this machine is.</param>
/// <param name="resolve">Resolves names.</param>
internal sealed class AddressGuard(bool allowsPrivate, bool allowsLoopback, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly Lazy<BackChannel>[] Channels =
    [
        .. from kinds in Enumerable.Range(0, 4)
           select new Lazy<BackChannel>(() => new AddressGuard((kinds & 1) != 0, (kinds & 2) != 0, Dns.GetHostAddressesAsync).Channel()),
    ];

    /// <summary>The channel for all who may go to the same kinds of addresses. It lives as long as the program.</summary>
    public static BackChannel ChannelFor(bool allowsPrivate, bool allowsLoopback) => Channels[(allowsPrivate ? 1 : 0) + (allowsLoopback ? 2 : 0)].Value;

    /// <summary>A channel that leads to no other addresses.</summary>
    public BackChannel Channel() => new(Handler());

    /// <summary>Connections that lead to no other addresses.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64, // KiB
        ConnectCallback = ConnectAsync,
    };

    public bool Allows(IPAddress address) => AddressKinds.Of(address) switch
    {
        AddressKind.Public => true,
        AddressKind.Private or AddressKind.Documentation => allowsPrivate,
        AddressKind.Loopback => allowsLoopback,
        _ => false,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (Bare(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
        var isProxy = context.InitialRequestMessage.RequestUri is { } url && (Bare(url.IdnHost) != host || url.Port != port);
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancel);
        IPAddress[] allowed = [.. all.Where(address => isProxy || Allows(address))];
        if (allowed.Length == 0)
            throw new UnsafeAddressException($"{host} leads into a network that is not for this client");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The framework writes addresses of IPv6 with brackets here and without them there.
    private static string Bare(string host) => host.TrimStart('[').TrimEnd(']').ToLowerInvariant();
}
