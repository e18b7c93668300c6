using System.Net.Security;

namespace Countersign.Client.Proxies;

/// <summary>TLS to a proxy, in the same way as to origins, without the certificates by which origins know the client.</summary>
/// <param name="ofOrigins">How the client speaks TLS with origins; null for the framework's way.</param>
internal sealed class ProxyTls(SslClientAuthenticationOptions? ofOrigins)
{
    public async ValueTask<Stream> SecureAsync(Stream stream, string host, CancellationToken cancel)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (ofOrigins is not null)
        {
            options.EnabledSslProtocols = ofOrigins.EnabledSslProtocols;
            options.RemoteCertificateValidationCallback = ofOrigins.RemoteCertificateValidationCallback;
            options.CertificateChainPolicy = ofOrigins.CertificateChainPolicy;
            options.CertificateRevocationCheckMode = ofOrigins.CertificateRevocationCheckMode;
            options.CipherSuitesPolicy = ofOrigins.CipherSuitesPolicy;
        }

        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancel);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
