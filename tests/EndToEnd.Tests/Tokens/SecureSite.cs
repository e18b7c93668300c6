using Countersign.TestKit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A gateway and a provider that both speak TLS, with certificates of an authority that nobody trusts but who is told to.</summary>
internal sealed class SecureSite : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();

    private SecureSite(Site site) => Site = site;

    public Site Site { get; }

    public Provider Provider { get; private set; } = null!;

    /// <summary>The certificate of the authority, in PEM.</summary>
    public string Authority => Site.PathOf("ca.pem");

    /// <summary>Starts both.</summary>
    /// <param name="peers">Who opens the provider.</param>
    /// <param name="routes">The routes, on whose scheme <c>tokens</c> those of the provider count; HERE stands for the gateway's address.</param>
    /// <param name="listener">More keys for the listener.</param>
    public static async Task<SecureSite> RunAsync(TokenPeers peers, string routes, string listener = "")
    {
        var secure = new SecureSite(await Site.CreateAsync());
        var site = secure.Site;
        var (certificate, key) = secure._authority.Issue("gateway");
        await site.WriteAsync("ca.pem", secure._authority.Pem);
        await site.WriteAsync("server.pem", certificate);
        await site.WriteAsync("server.key", key);
        secure.Provider = await peers.OpenAsync("ES256", tls: secure._authority.Issue("provider"));
        var here = $"https://127.0.0.1:{Site.FreePort()}";
        await site.ConfigureAsync($$"""
            listen: { url: "{{here}}", certificate: ./server.pem, key: ./server.key{{listener}} }
            schemes:
              tokens: { type: bearer, issuers: [{ issuer: "{{secure.Provider.Issuer}}", audiences: [{{Provider.Audience}}, "{{here}}/orders"], authorities: ./ca.pem }] }
            routes:
            {{routes.Replace("HERE", here, StringComparison.Ordinal)}}
            """);
        await site.StartAsync(listensAsConfigured: true);
        return secure;
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        _authority.Dispose();
    }
}
