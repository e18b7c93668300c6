using System.Net;
using System.Net.Sockets;
using Countersign.Inspector.Exchanges;

namespace Countersign.Cli.Inspecting;

/// <summary>Sends nothing from a public place into this machine or its network: a server that redirects there would ask with this machine's rights.</summary>
/// <param name="inner">What sends.</param>
/// <param name="first">The address that was asked for, which may be anywhere.</param>
/// <param name="allowsPrivate">Whether all of it is wanted.</param>
internal sealed class AddressGuard(HttpMessageHandler inner, Uri first, bool allowsPrivate) : DelegatingHandler(inner)
{
    private bool _isWithin = allowsPrivate;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_isWithin && request.RequestUri is { } url)
        {
            var isFirst = url.IdnHost.Equals(first.IdnHost, StringComparison.OrdinalIgnoreCase);
            var within = await WithinAsync(url, cancellationToken);
            if (within is not null && !isFirst)
                throw new IOException($"not sent: {url.IdnHost} is {within}, in a private network, and a public server led there; --allow-private follows it");
            _isWithin = within is not null;
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static async Task<IPAddress?> WithinAsync(Uri url, CancellationToken cancel)
    {
        var host = url.IdnHost.Trim('[', ']');
        try
        {
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
            return Array.Find(addresses, PrivateAddresses.Contains);
        }
        catch (SocketException)
        {
            // A proxy may know the name; else the connection fails by itself.
            return null;
        }
    }
}
