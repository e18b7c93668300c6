using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>HAProxy with Lua.</summary>
public sealed class HaproxyTests(HaproxyTests.HaproxySite site) : SessionProxyTests(site), IClassFixture<HaproxyTests.HaproxySite>
{
    [Theory]
    [InlineData("Keep-Alive: timeout=5", "Keep-Alive", "")]
    [InlineData("Proxy-Connection: keep-alive", "Proxy-Connection", "")]
    [InlineData("Trailer: X-Sum", "Trailer", "")]
    [InlineData("TE: gzip", "TE", "")]
    [InlineData("TE: trailers, deflate", "TE", "")]
    [InlineData("TE: trailers", "TE", "trailers")]
    public async Task What_is_for_one_connection_does_not_go_on(string field, string name, string arrives) =>
        Assert.Equal(arrives, (await GetAsync("/open/a", field)).Received(name));

    public sealed class HaproxySite : ProxySite
    {
        protected override string Program => "/usr/sbin/haproxy";

        protected override async Task<string[]> ConfigureAsync()
        {
            await Site.WriteAsync("countersign.lua", await SnippetAsync("haproxy-lua"));
            await Site.WriteAsync("haproxy.cfg", $"""
                global
                    lua-load {Site.PathOf("countersign.lua")}
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s

                """ + await SnippetAsync("haproxy"));
            return ["-f", Site.PathOf("haproxy.cfg")];
        }
    }
}
