using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>HAProxy with Lua.</summary>
public sealed class HaproxyTests(HaproxyTests.HaproxySite site) : SessionProxyTests(site), IClassFixture<HaproxyTests.HaproxySite>
{
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
