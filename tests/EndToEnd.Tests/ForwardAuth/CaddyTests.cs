using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>Caddy.</summary>
public sealed class CaddyTests(CaddyTests.CaddySite site) : SessionProxyTests(site), IClassFixture<CaddyTests.CaddySite>
{
    public sealed class CaddySite : ProxySite
    {
        protected override string Program => "/usr/bin/caddy";

        protected override async Task<string[]> ConfigureAsync()
        {
            await Site.WriteAsync("Caddyfile", $"{{\n\tadmin off\n\tauto_https off\n\tstorage file_system {Site.PathOf("caddy")}\n}}\n" + await SnippetAsync("caddy"));
            return ["run", "--config", Site.PathOf("Caddyfile"), "--adapter", "caddyfile"];
        }
    }
}
