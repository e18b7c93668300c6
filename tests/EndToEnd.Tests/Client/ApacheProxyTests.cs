using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Apache with mod_proxy_connect, which asks for Basic at one port and for Digest at another.</summary>
public sealed class ApacheProxyTests(ApacheProxyTests.Apache proxy) : ForwardProxyTests(proxy), IClassFixture<ApacheProxyTests.Apache>
{
    public sealed class Apache : ForwardProxy
    {
        private static readonly string[] Modules =
            ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "auth_digest", "proxy", "proxy_http", "proxy_connect"];

        internal override int DigestPort { get; } = Site.FreePort();

        protected override string Program => "/usr/sbin/apache2";

        protected override async Task<string[]> ConfigureAsync()
        {
            await WriteAsync("apache.conf", $"""
                ServerRoot {PathOf("")}
                ServerName localhost
                PidFile {PathOf("apache.pid")}
                Mutex file:{PathOf("")}
                ErrorLog /dev/stderr
                Listen 127.0.0.1:{BasicPort}
                Listen 127.0.0.1:{DigestPort}
                {string.Join('\n', Modules.Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))}
                ProxyRequests On
                AllowCONNECT 1-65535
                <VirtualHost 127.0.0.1:{BasicPort}>
                  <Proxy "*">
                    AuthType Basic
                    AuthName proxy
                    AuthUserFile {PathOf("users.htpasswd")}
                    Require valid-user
                  </Proxy>
                </VirtualHost>
                <VirtualHost 127.0.0.1:{DigestPort}>
                  <Proxy "*">
                    AuthType Digest
                    AuthName proxy
                    AuthUserFile {PathOf("users.htdigest")}
                    Require valid-user
                  </Proxy>
                </VirtualHost>
                """);
            return ["-f", PathOf("apache.conf"), "-DFOREGROUND"];
        }
    }
}
