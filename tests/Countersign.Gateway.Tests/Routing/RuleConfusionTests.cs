using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Routing;

/// <summary>Published attacks on other gateways' rules, against ours. Not one of them may reach the upstream.</summary>
public sealed class RuleConfusionTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: lax, match: { host: "*.lax.example", path: /** }, access: public, upstream: UPSTREAM }
          - { name: strict, match: { host: a.strict.example, path: /** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: strict-rest, match: { host: "*.strict.example", path: /** }, access: public, upstream: UPSTREAM }
          - { name: purge, match: { path: "/public/items:purge" }, access: deny }
          - { name: beyond-ascii, match: { path: /public/über/** }, access: deny }
          - { name: bracket, match: { path: "/public/[a]" }, access: deny }
          - { name: public, match: { path: /public/** }, access: public, upstream: UPSTREAM }
          - { name: prefix, match: { path: /ca/prod/** }, access: public, upstream: UPSTREAM }
          - { name: status, match: { path: /**/status }, access: public, upstream: UPSTREAM }
          - { name: posted, match: { path: /posted/**, methods: [POST] }, access: public, upstream: UPSTREAM }
          - { name: admin, match: { path: /admin/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("/admin/a?x=/status", 401)]                 // CVE-2025-54576
    [InlineData("/admin/secret%23/status", 400)]            // CVE-2026-41059
    [InlineData("/admin/secret#/status", 400)]
    [InlineData("/public/items:purge", 403)]
    [InlineData("/public/items%3Apurge", 403)]
    [InlineData("/public/items%3apurg%65", 403)]
    [InlineData("/public/%C3%BCber/a", 403)]
    [InlineData("/public/%c3%bcber/a", 403)]
    [InlineData("/public/[a]", 403)]
    [InlineData("/public/%5ba%5D", 403)]
    [InlineData("/public/../admin/a", 400)]                 // GHSA-p224-6x5r-fjpm
    [InlineData("/public/..%2fadmin/a", 400)]               // CVE-2026-34908
    [InlineData("/public/%2e%2e/admin/a", 400)]
    [InlineData("/public/.%2e/admin/a", 400)]
    [InlineData("/public/%252e%252e/admin/a", 400)]
    [InlineData("/public%2f..%2fadmin/a", 400)]
    [InlineData("/public/..\\admin/a", 400)]                // GHSA-qrp7-cvwr-j2c6
    [InlineData("/public%5c..%5cadmin/a", 400)]
    [InlineData("/public/..;/admin/a", 400)]                // CVE-2025-66490
    [InlineData("/public/%3b/../admin", 400)]
    [InlineData("/public/x%3fstatus", 400)]
    [InlineData("//public/a", 400)]
    [InlineData("/public//a", 400)]
    [InlineData("/public/%00", 400)]
    [InlineData("/public/%zz", 400)]                        // CVE-2021-32637
    [InlineData("/public/%c0%ae%c0%ae/admin", 400)]
    [InlineData("/%61dmin/a", 401)]                         // CVE-2026-27587
    [InlineData("/ADMIN/a", 404)]
    [InlineData("/Public/a", 404)]
    [InlineData("/ca/production", 404)]                     // GHSA-gx7w-56w6-g48x
    [InlineData("/ca/prod-old/a", 404)]
    [InlineData("/publicity", 404)]
    [InlineData("/posted/a", 404)]
    [InlineData("/.countersign/metrics", 404)]
    [InlineData("/.countersign", 404)]
    [InlineData("/.COUNTERSIGN/metrics", 404)]
    [InlineData("/%2ecountersign/metrics", 400)]
    [InlineData("http://other.example/public/a", 400)]
    [InlineData("http://gateway.test@other.example/public/a", 400)]
    public async Task Reaches_no_upstream(string target, int status)
    {
        var reply = await _gateway.GetAsync(target);

        Assert.Equal(status, reply.Status);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData("X-Forwarded-Uri: /public/a")]              // CVE-2026-40575
    [InlineData("X-Original-URL: /public/a")]
    [InlineData("X-Original-URI: /public/a")]
    [InlineData("X-Rewrite-URL: /public/a")]
    [InlineData("X-Forwarded-Method: OPTIONS")]
    [InlineData("X-HTTP-Method-Override: POST")]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Forwarded-Host: b.lax.example")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("User-Agent: GoogleHC/1.0")]                // CVE-2026-34457
    [InlineData("User-Agent: kube-probe/1.29")]
    [InlineData("User-Agent: ELB-HealthChecker/2.0")]
    public async Task No_field_of_the_client_chooses_another_rule(string field)
    {
        var reply = await _gateway.GetAsync("/admin/a", field);

        Assert.Equal(401, reply.Status);
        Assert.NotEmpty(reply.Challenges);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory] // CVE-2026-27588, CVE-2026-48794
    [InlineData("a.strict.example")]
    [InlineData("A.STRICT.example")]
    [InlineData("a.Strict.Example:8080")]
    [InlineData("a.strict.example.")]
    public async Task The_case_of_a_host_opens_nothing(string host)
    {
        Assert.Equal(401, (await _gateway.GetAsync("/x", "Host: " + host)).Status);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData("GET /public/a HTTP/1.1\r\nHost: gateway.test\r\nHost: a.strict.example\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /public/a HTTP/1.1\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /public/a HTTP/1.1\r\nHost: gateway.test\r\nX-A: 1\r\n folded\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /public/a HTTP/1.1\r\nHost: gateway.test\r\nX-A : 1\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: gzip, identity\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: +3\r\nConnection: close\r\n\r\nabc")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: -0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 000000000000000000000000000000001\r\nConnection: close\r\n\r\na")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: chunked, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /public/a HTTP/1.0\r\nHost: gateway.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET https://gateway.test/public/a HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /public/a HTTP/1.1\r\nHost: gateway.test\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")]
    [InlineData("GET /public/a HTTP/1.1\r\nHost: gateway.test\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: c2hvcnQ=\r\n\r\n")]
    [InlineData("OPTIONS /public/a HTTP/1.1\r\nHost: gateway.test\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method:\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS /public/a HTTP/1.1\r\nHost: gateway.test\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: P UT\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS /public/a HTTP/1.1\r\nHost: gateway.test\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS /public/a HTTP/1.1\r\nHost: gateway.test\r\nOrigin: https://a.example\r\nOrigin: https://b.example\r\nAccess-Control-Request-Method: PUT\r\nConnection: close\r\n\r\n")]
    [InlineData("CONNECT gateway.test:80 HTTP/1.1\r\nHost: gateway.test:80\r\nConnection: close\r\n\r\n")]
    [InlineData("TRACE /public/a HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n\r\n")]
    public async Task A_request_with_two_readings_is_not_forwarded(string request)
    {
        var reply = await _gateway.RawAsync(request);

        Assert.InRange(reply.Status, 400, 501);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData("transfer-encoding", "chunked", 400)]       // RFC 9113 §8.2.2
    [InlineData("content-length", "+0", 0)]                 // the server ends the connection
    [InlineData("x-a", " v", 400)]                          // RFC 9113 §8.2.1
    [InlineData("x-a", "v ", 400)]
    public async Task A_field_that_is_none_in_HTTP2_is_not_forwarded(string name, string value, int status)
    {
        await using var gateway = await RunningGateway.StartAsync("""
            listen: { url: http://127.0.0.1:0, http2-cleartext: true }
            routes: [{ name: all, access: public, upstream: UPSTREAM }]

            """);
        (string, string)[] good = [(":method", "GET"), (":scheme", "http"), (":authority", "gateway.test"), (":path", "/a")];

        Assert.Equal(200, await RawHttp2.AskAsync(gateway.Url.Port, good));
        Assert.Equal(status, await RawHttp2.AskAsync(gateway.Url.Port, [.. good, (name, value)]));
        Assert.Single(gateway.Upstream.All);
    }

    [Fact] // RFC 9113 §8.3.1; the server lets :authority stand for Host before anybody reads it
    public async Task A_host_beside_the_authority_of_HTTP2_decides_nothing_and_goes_nowhere()
    {
        await using var gateway = await RunningGateway.StartAsync("""
            listen: { url: http://127.0.0.1:0, http2-cleartext: true }
            routes:
              - { name: closed, match: { host: closed.test }, access: deny }
              - { name: rest, access: public, upstream: { urls: [UPSTREAM], preserve-host: true } }

            """);
        static (string, string)[] Asked(string authority, params string[] hosts) =>
            [(":method", "GET"), (":scheme", "http"), (":authority", authority), (":path", "/a"), .. hosts.Select(host => ("host", host))];

        Assert.NotEqual(200, await RawHttp2.AskAsync(gateway.Url.Port, Asked("closed.test", "open.test")));
        Assert.Empty(gateway.Upstream.All);
        Assert.Equal(200, await RawHttp2.AskAsync(gateway.Url.Port, Asked("open.test", "closed.test", "other.test")));
        Assert.Equal("open.test", gateway.Upstream.Last.Field("Host"));
    }

    [Fact] // CVE-2025-55315: a bare line feed in a chunk extension must not split a request
    public async Task A_chunk_extension_hides_no_second_request()
    {
        await _gateway.RawAsync(
            "POST /public/a HTTP/1.1\r\nHost: gateway.test\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "1;x\n\r\na\r\n0\r\n\r\nGET /public/hidden HTTP/1.1\r\nHost: gateway.test\r\n\r\n");

        Assert.DoesNotContain(_gateway.Upstream.All, received => received.Target.Contains("hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/public/%41%7E?q=%2f#", null)]
    [InlineData("/public/%41%7e?q=%2f", "/public/A~?q=%2f")]
    [InlineData("/public/caf%c3%a9", "/public/caf%C3%A9")]
    [InlineData("/public/a%20b", "/public/a%20b")]
    [InlineData("/public/items%3Alist?q=%3A", "/public/items:list?q=%3A")]
    [InlineData("/public/a%2Bb+c", "/public/a+b+c")]
    public async Task The_upstream_gets_the_very_path_that_was_matched(string target, string? forwarded)
    {
        await _gateway.GetAsync(target);

        Assert.Equal(forwarded, _gateway.Upstream.All.LastOrDefault()?.Target);
    }
}
