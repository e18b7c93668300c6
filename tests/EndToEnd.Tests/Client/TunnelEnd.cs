using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.Client;

/// <summary>An origin on http and https that asks for Basic below <c>/closed</c>, and keeps what it saw.</summary>
internal sealed class TunnelEnd : IAsyncDisposable
{
    public const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="; // RFC 7617 §2

    private readonly WebApplication _application;
    private readonly TestAuthority _authority;
    private readonly ConcurrentQueue<(string Protocol, string? Authorization, string? ProxyAuthorization)> _requests = new();

    private TunnelEnd(WebApplication application, TestAuthority authority) => (_application, _authority) = (application, authority);

    public string Http => "http://localhost:" + PortOf("http");

    public string Https => "https://localhost:" + PortOf("https");

    /// <summary>Whom it is to be trusted by, in PEM.</summary>
    public string Authority => _authority.Pem;

    /// <summary>What came since this was last asked.</summary>
    public IReadOnlyList<(string Protocol, string? Authorization, string? ProxyAuthorization)> Requests
    {
        get
        {
            var all = _requests.ToArray();
            _requests.Clear();
            return all;
        }
    }

    public static async Task<TunnelEnd> StartAsync()
    {
        var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("localhost");
        using var pem = X509Certificate2.CreateFromPem(certificate, key);
        var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(own));
        });
        var application = builder.Build();
        var origin = new TunnelEnd(application, authority);
        application.Run(context =>
        {
            var fields = context.Request.Headers;
            origin._requests.Enqueue((context.Request.Protocol, fields.Authorization, fields["Proxy-Authorization"]));
            if (context.Request.Path.StartsWithSegments("/closed", StringComparison.Ordinal) && fields.Authorization != Aladdin)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"files\"";
            }

            return context.Response.WriteAsync("in", context.RequestAborted);
        });
        await application.StartAsync();
        return origin;
    }

    /// <summary>A handler that trusts this origin.</summary>
    public SocketsHttpHandler Sockets()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_authority.Pem));
        return new() { SslOptions = { CertificateChainPolicy = policy } };
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _authority.Dispose();
    }

    private int PortOf(string scheme) => _application.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == scheme).Port;
}
