using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>A gateway with a sign-in page, users and what they prove beside their passwords.</summary>
internal sealed class FactorSite : IAsyncDisposable
{
    public const string Password = "correct horse";

    private readonly Site _site;
    private readonly RunningGateway _gateway;

    private FactorSite(Site site, RunningGateway gateway) => (_site, _gateway) = (site, gateway);

    /// <summary>Its address by a name: passkeys belong to names.</summary>
    public Uri Url => new UriBuilder(_gateway.Url) { Host = "localhost" }.Uri;

    public static async Task<FactorSite> StartAsync(string signIn = "{ users: store }")
    {
        var site = await Site.CreateAsync();
        await site.ConfigureAsync($$"""
            sign-in: {{signIn}}
            schemes:
              people: { type: session, realm: People, allow-cleartext: true }
            routes:
              - { name: all, match: { path: /** }, access: { any-of: [people] }, upstream: {{site.Upstream.Url}} }

            """);
        var added = await Programs.CountersignWithInputAsync(Password + "\n", "user", "add", "anna", "--config", site.Configuration);
        Assert.True(added.Code == 0, added.Error);
        return new(site, await RunningGateway.StartAsync(site.Configuration));
    }

    public Task<Ran> CountersignAsync(params string[] arguments) => _site.CountersignAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _site.DisposeAsync();
    }
}
