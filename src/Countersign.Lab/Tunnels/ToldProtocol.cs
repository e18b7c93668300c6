using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Countersign.Lab.Tunnels;

/// <summary>
/// Tells the server that HTTP/2 is spoken in a connection. It asks TLS for that, which it has not seen here, and takes HTTP/1.1 where nobody says otherwise.
/// </summary>
internal sealed class ToldProtocol : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    private ToldProtocol()
    {
    }

    public X509Certificate2? ClientCertificate { get; set; }

    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

    /// <summary>Tells it of a connection.</summary>
    public static void Tell(ConnectionContext connection)
    {
        var told = new ToldProtocol();
        connection.Features.Set<ITlsConnectionFeature>(told);
        connection.Features.Set<ITlsApplicationProtocolFeature>(told);
    }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
}
