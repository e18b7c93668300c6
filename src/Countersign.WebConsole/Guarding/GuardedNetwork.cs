using System.Net;
using System.Net.Sockets;
using Countersign.Client.Discovery;

namespace Countersign.WebConsole.Guarding;

/// <summary>
/// Connections for requests of the console. A name is resolved once and the connection made to an address that was looked at, so that neither a redirect nor a
/// name that leads elsewhere the second time gains anything.
/// </summary>
/// <param name="reach">Where they may lead.</param>
/// <param name="resolve">Resolves names; null for the system's way.</param>
/// <param name="beside">The server that the console runs beside itself, which its requests may reach as well; null for none.</param>
internal sealed class GuardedNetwork(Reach reach, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, IPEndPoint? beside = null)
{
    private const int MaxFieldsKilobytes = 64;

    /// <summary>Connections that follow no redirect by themselves, keep no cookie, and ask no proxy, which would connect without being looked at.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = MaxFieldsKilobytes,
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, cancel),
    };

    /// <summary>Connects to an end that is within reach.</summary>
    /// <exception cref="UnsafeAddressException">It is not.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint end, CancellationToken cancel)
    {
        var host = end.Host.Trim('[', ']');
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await (resolve ?? Dns.GetHostAddressesAsync)(host, cancel);
        var allowed = Array.FindAll(all, address => reach.Allows(address) || (address.Equals(literal) && beside is not null && beside.Equals(new IPEndPoint(address, end.Port))));
        if (allowed.Length == 0)
            throw new UnsafeAddressException($"{host} is not asked: the console may reach {reach}, and --allow adds to that");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
