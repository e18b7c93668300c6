using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Countersign.Client.Tests.Proxies;

/// <summary>An https origin at the end of tunnels, by the name <c>origin.test</c> that nobody but a proxy resolves.</summary>
internal sealed class SecureOrigin : IAsyncDisposable
{
    public const string Url = "https://origin.test/a";

    private readonly WebApplication _application;
    private readonly TestAuthority _authority;
    private readonly ConcurrentQueue<Seen> _requests = new();

    private SecureOrigin(WebApplication application, TestAuthority authority) => (_application, _authority) = (application, authority);

    public int Port => new Uri(_application.Urls.Single()).Port;

    public IReadOnlyList<Seen> Requests => [.. _requests];

    public static async Task<SecureOrigin> StartAsync(Action<Seen, HttpResponse>? answer = null)
    {
        var authority = new TestAuthority();
        var certificate = Certificate(authority, "origin.test");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        var origin = new SecureOrigin(application, authority);
        application.Run(context =>
        {
            var fields = context.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var seen = new Seen(context.Request.Method, new Uri($"https://{context.Request.Host}{context.Request.Path}"), fields, null);
            origin._requests.Enqueue(seen);
            answer?.Invoke(seen, context.Response);
            return context.Response.WriteAsync("in", context.RequestAborted);
        });
        await application.StartAsync();
        return origin;
    }

    public static X509Certificate2 Certificate(TestAuthority authority, string name)
    {
        var (certificate, key) = authority.Issue(name, onlyFor: name);
        using var pem = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A client that trusts this origin, and whose requests go through a proxy.</summary>
    public HttpClient Client(StubProxy proxy, Action<ReauthenticationOptions>? configure = null)
    {
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        configure?.Invoke(options);
        return new(new ReauthenticationHandler(options, Sockets()));
    }

    public HttpClient Client(Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions();
        configure(options);
        return new(new ReauthenticationHandler(options, Sockets()));
    }

    /// <summary>A certificate that clients of this origin trust, too.</summary>
    public X509Certificate2 Certificate(string name) => Certificate(_authority, name);

    /// <summary>A handler that trusts this origin.</summary>
    public SocketsHttpHandler Sockets() => Sockets(_authority);

    public static SocketsHttpHandler Sockets(TestAuthority authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority.Pem));
        return new() { SslOptions = { CertificateChainPolicy = policy } };
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _authority.Dispose();
    }
}
