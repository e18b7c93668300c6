using System.Net;
using System.Net.Security;
using System.Text;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Gateway.Hosting;

/// <summary>Opens the configured listeners on a Kestrel server.</summary>
internal static class ListenerSetup
{
    public static void Listen(KestrelServerOptions server, IEnumerable<ListenerConfiguration> listeners)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        server.Limits.MaxRequestBodySize = null;
        server.RequestHeaderEncodingSelector = FieldEncodings.For;

        // The fields of upstreams come as Latin-1, one character for each octet, and leave so; ours are made octets before.
        server.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        foreach (var listener in listeners)
        {
            var url = ValueRules.ListenUrl(listener.Url);
            if (url is { Host: "localhost", Port: 0 })
                server.Listen(IPAddress.Loopback, 0, options => Configure(options, listener, url)); // no port is known to be free on both loopbacks
            else if (url.Host == "localhost")
                server.ListenLocalhost(url.Port, options => Configure(options, listener, url));
            else if (url.Host == "[::]")
                server.ListenAnyIP(url.Port, options => Configure(options, listener, url)); // of IPv4 alone where there is no IPv6
            else
                server.Listen(IPAddress.Parse(url.Host), url.Port, options => Configure(options, listener, url));
        }
    }

    private static void Configure(ListenOptions options, ListenerConfiguration listener, Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            options.Protocols = listener.Http2Cleartext ? HttpProtocols.Http2 : HttpProtocols.Http1;
            return;
        }

        options.Protocols = HttpProtocols.Http1AndHttp2;
        var certificate = options.ApplicationServices.GetRequiredService<ListenerCertificates>().Open(listener.Certificate!, listener.Key!);
        options.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current,
                ClientCertificateRequired = listener.ClientCertificates,

                // Of anybody, or none at all: who is meant is said by the token that is bound to it, not by who issued it (RFC 8705 §6.1).
#pragma warning disable CA5359 // nobody is trusted for a certificate: without a token that names it, it counts for nothing
                RemoteCertificateValidationCallback = listener.ClientCertificates ? static (_, _, _, _) => true : null,
#pragma warning restore CA5359
            }),
        });
    }
}
