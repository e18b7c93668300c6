using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>nginx with auth_request.</summary>
public sealed class NginxTests(NginxTests.NginxSite site) : SessionProxyTests(site), IClassFixture<NginxTests.NginxSite>
{
    public sealed class NginxSite : ProxySite
    {
        protected override string Program => "/usr/sbin/nginx";

        protected override async Task<string[]> ConfigureAsync()
        {
            await Site.WriteAsync("app.conf", await SnippetAsync("nginx"));
            await Site.WriteAsync("nginx.conf", $$"""
                daemon off;
                worker_processes 1;
                pid {{Site.PathOf("nginx.pid")}};
                error_log stderr;
                events { }
                http {
                    access_log off;
                    client_body_temp_path {{Site.PathOf("body")}};
                    proxy_temp_path {{Site.PathOf("proxy")}};
                    fastcgi_temp_path {{Site.PathOf("fastcgi")}};
                    uwsgi_temp_path {{Site.PathOf("uwsgi")}};
                    scgi_temp_path {{Site.PathOf("scgi")}};
                    include {{Site.PathOf("app.conf")}};
                }
                """);
            return ["-e", "stderr", "-p", Site.PathOf(""), "-c", Site.PathOf("nginx.conf")];
        }
    }
}
