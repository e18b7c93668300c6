using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class IdentityHeaderScrubberTests
{
    private readonly IdentityHeaderScrubber _scrubber = new(["X-Who"], ["X-API-Key", "X-User"], ["X-Danger", "x-danger", "Content-Type", "X-Who", "X-Email"]);

    [Theory]
    [InlineData("X-Forwarded-User")]
    [InlineData("x-forwarded-user")]
    [InlineData("X_Forwarded_User")]                 // CVE-2025-64484
    [InlineData("X.Forwarded.User")]
    [InlineData("X-Forwarded_User")]
    [InlineData("XForwardedUser")]
    [InlineData("_X-Forwarded-User")]
    [InlineData("X.Authenticated.User")]             // Traefik before 3.7.13
    [InlineData("X-Authenticated-Anything")]
    [InlineData("Remote-User")]
    [InlineData("REMOTE_USER")]
    [InlineData("X-Remote-Groups")]
    [InlineData("X-Auth-Request-Email")]
    [InlineData("X-Who")]
    [InlineData("x_who")]
    [InlineData("X_API_KEY")]                        // the gate reads X-API-Key alone
    [InlineData("X.Api.Key")]
    [InlineData("XAPIKey")]
    [InlineData("Authorization_")]
    [InlineData("_Authorization")]
    [InlineData("Proxy_Authorization")]
    [InlineData("X-Forwarded-Client-Cert")]          // Envoy
    [InlineData("x_forwarded_client_cert")]
    [InlineData("Client-Cert")]                      // RFC 9440
    [InlineData("Client_Cert")]
    [InlineData("Client-Cert-Chain")]
    [InlineData("X-Client-Cert")]
    [InlineData("X.Client.Cert.Dn")]
    [InlineData("X-Forwarded-Ssl")]
    [InlineData("X_Forwarded_Ssl")]
    [InlineData("X-Forwarded-Scheme")]
    [InlineData("X-Forwarded-Protocol")]
    [InlineData("X-Url-Scheme")]
    [InlineData("Front-End-Https")]
    [InlineData("X-Client-IP")]
    [InlineData("X_CLIENT_IP")]
    [InlineData("True-Client-IP")]
    [InlineData("True_Client_Ip")]
    [InlineData("X-Cluster-Client-IP")]
    [InlineData("CF-Connecting-IP")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Forwarded-Uri")]                  // CVE-2026-40575
    [InlineData("X-Forwarded-Prefix")]               // CVE-2026-35051
    [InlineData("X_Forwarded_For")]
    [InlineData("X.Real.IP")]
    [InlineData("Cf-Access-Jwt-Assertion")]
    [InlineData("Cf-Access-Authenticated-User-Email")]
    [InlineData("OIDC_CLAIM_sub")]
    [InlineData("OIDC-Claim-Email")]
    [InlineData("X-Vouch-User")]
    [InlineData("X-JWT-Assertion")]
    [InlineData("X_Role")]
    [InlineData("X-Roles")]
    [InlineData("X-Forwarded-Server")]
    [InlineData("X-Original-Host")]
    [InlineData("X-Host")]
    [InlineData("X-HTTP-Host-Override")]
    [InlineData("Proxy")]                            // httpoxy
    [InlineData("X-Auth-User")]
    [InlineData("X_Auth_Email")]
    [InlineData("X-Auth-Roles")]
    [InlineData("X-User-Email")]
    [InlineData("X-Forwarded-Group")]
    [InlineData("X-MS-CLIENT-PRINCIPAL")]            // Azure App Service
    [InlineData("X-MS-CLIENT-PRINCIPAL-NAME")]
    [InlineData("X-Goog-Authenticated-User-Email")]
    [InlineData("X-Goog-IAP-JWT-Assertion")]
    [InlineData("X-Amzn-Oidc-Identity")]
    [InlineData("Tailscale-User-Login")]
    [InlineData("Impersonate-User")]
    [InlineData("Impersonate_Extra_scopes")]
    [InlineData("X-Consumer-Username")]
    [InlineData("X-Consumer-Custom-ID")]
    [InlineData("X-Credential-Identifier")]
    [InlineData("X-Anonymous-Consumer")]
    [InlineData("X_Danger")]                         // rules match X-Danger alone
    [InlineData("X.Danger")]
    [InlineData("XDanger")]
    [InlineData("Content_Type")]
    [InlineData("X-Email")]                          // an identity, whoever matches by it
    public void Takes_every_spelling_of_an_identity(string name)
    {
        var fields = new HeaderDictionary { [name] = "admin", ["Accept"] = "*/*" };
        _scrubber.Scrub(fields);
        Assert.Equal(["Accept"], fields.Keys);
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("x-api-key")]                        // left for the gate, which takes it off
    [InlineData("X-User")]                           // a name of an identity, given to a key
    [InlineData("Cookie")]
    [InlineData("Referer")]
    [InlineData("X-Requested-With")]
    [InlineData("Proxy-Connection")]
    [InlineData("X-Request-Id")]
    [InlineData("X-Forwarded-For")]                  // the forwarding piece rewrites the exact spelling
    [InlineData("Range")]
    [InlineData("Sec-Fetch-Mode")]
    [InlineData("X-Danger")]
    [InlineData("X-DANGER")]
    [InlineData("Content-Type")]
    [InlineData("X-Auth-Token")]
    public void Leaves_the_others(string name) => Assert.False(_scrubber.IsProtected(name));

    [Theory]
    [InlineData("close, X-Custom", "close")]
    [InlineData("X-Forwarded-User, X-Custom", null)]   // CVE-2025-48865
    [InlineData("Upgrade, HTTP2-Settings", "Upgrade")]
    [InlineData("keep-alive, Host, Content-Length", "keep-alive")]
    [InlineData("Upgrade, Sec-WebSocket-Key", "Upgrade")]
    public void Drops_what_connection_lists_and_its_list(string connection, string? left)
    {
        var fields = new HeaderDictionary { ["Connection"] = connection, ["X-Custom"] = "1", ["HTTP2-Settings"] = "x", ["Host"] = "a", ["Sec-WebSocket-Key"] = "k" };
        fields.ContentLength = 3;
        _scrubber.Scrub(fields);
        Assert.Equal(left, (string?)fields["Connection"]);
        Assert.Equal(("a", "k"), ((string?)fields["Host"], (string?)fields["Sec-WebSocket-Key"]));
        Assert.Equal(3, fields.ContentLength);
        Assert.Equal(!connection.Contains("X-Custom", StringComparison.Ordinal), fields.ContainsKey("X-Custom"));
        Assert.Equal(!connection.Contains("HTTP2", StringComparison.Ordinal), fields.ContainsKey("HTTP2-Settings"));
    }

    [Fact]
    public void Costs_an_ordinary_request_no_memory()
    {
        var fields = new HeaderDictionary
        {
            ["Host"] = "a",
            ["Accept"] = "*/*",
            ["User-Agent"] = "x",
            ["Cookie"] = "a=b",
            ["X-Request-Id"] = "1",
            ["Referer"] = "x",
            ["Connection"] = "keep-alive",
        };
        _scrubber.Scrub(fields);
        Enumerate(fields);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Enumerate(fields);
        var enumeration = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        _scrubber.Scrub(fields);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, enumeration);

        static void Enumerate(IHeaderDictionary fields)
        {
            foreach (var _ in fields)
            {
            }
        }
    }

    [Fact]
    public void Survives_names_of_any_length() => Assert.False(_scrubber.IsProtected(new string('x', 5000)));
}
