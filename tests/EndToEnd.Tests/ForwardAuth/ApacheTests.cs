using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>Apache with mod_authnz_fcgi.</summary>
public sealed class ApacheTests(ApacheTests.ApacheSite site) : SessionProxyTests(site), IClassFixture<ApacheTests.ApacheSite>
{
    public sealed class ApacheSite : ProxySite
    {
        private static readonly string[] Modules = ["mpm_event", "authn_core", "authz_core", "authnz_fcgi", "headers", "setenvif", "proxy", "proxy_http"];

        protected override string Program => "/usr/sbin/apache2";

        protected override async Task<string[]> ConfigureAsync()
        {
            await Site.WriteAsync("app.conf", await SnippetAsync("apache"));
            await Site.WriteAsync("apache.conf", $"""
                ServerRoot {Site.PathOf("")}
                ServerName localhost
                PidFile {Site.PathOf("apache.pid")}
                Mutex file:{Site.PathOf("")}
                ErrorLog /dev/stderr
                Listen 127.0.0.1:{Port}
                {string.Join('\n', Modules.Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))}
                Include {Site.PathOf("app.conf")}
                """);
            return ["-f", Site.PathOf("apache.conf"), "-DFOREGROUND"];
        }
    }
}
