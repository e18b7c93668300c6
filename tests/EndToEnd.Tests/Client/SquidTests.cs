using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Squid, which asks for Digest and Basic at the same time.</summary>
public sealed class SquidTests(SquidTests.Squid proxy) : ForwardProxyTests(proxy), IClassFixture<SquidTests.Squid>
{
    public sealed class Squid : ForwardProxy
    {
        internal override int DigestPort => BasicPort;

        protected override string Program => "/usr/sbin/squid";

        protected override async Task<string[]> ConfigureAsync()
        {
            await WriteAsync("squid.conf", $"""
                http_port 127.0.0.1:{BasicPort}
                auth_param digest program /usr/lib/squid/digest_file_auth -c {PathOf("users.htdigest")}
                auth_param digest realm proxy
                auth_param digest children 1
                auth_param basic program /usr/lib/squid/basic_ncsa_auth {PathOf("users.htpasswd")}
                auth_param basic realm proxy
                auth_param basic children 1
                auth_param basic casesensitive on
                acl known proxy_auth REQUIRED
                http_access allow known
                http_access deny all
                cache deny all
                access_log none
                cache_log stdio:/dev/stderr
                pid_filename {PathOf("squid.pid")}
                coredump_dir none
                shutdown_lifetime 0 seconds
                pinger_enable off
                """);
            return ["-N", "-f", PathOf("squid.conf")];
        }
    }
}
