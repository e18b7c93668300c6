using System.Net;

namespace Countersign.AspNetCore.Outbound;

/// <summary>Connections to issuers: nothing is followed, unpacked or remembered on the way.</summary>
public static class OutboundHandler
{
    /// <summary>A handler that whoever asks through it disposes. The system's proxy is used.</summary>
    /// <param name="authorities">A PEM file of authorities to trust for https; null for the system's.</param>
    /// <exception cref="IOException">The file can't be read, or there is no certificate in it.</exception>
    public static SocketsHttpHandler Create(string? authorities = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // names move to other addresses
        };
        if (authorities is not null)
            handler.SslOptions = TrustedAuthorities.Only(authorities);
        return handler;
    }
}
