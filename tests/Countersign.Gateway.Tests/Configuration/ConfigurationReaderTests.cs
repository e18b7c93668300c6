using System.Net;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void Reads_the_example_without_problems()
    {
        var reading = ConfigurationReader.Read(Fixtures.Example, _ => null);

        Assert.Empty(reading.Problems);
        var gateway = Assert.IsType<GatewayConfiguration>(reading.Configuration);
        Assert.Equal("http://127.0.0.1:8080", Assert.Single(gateway.Listen).Url);
        Assert.Equal(["staff", "devices", "keys"], gateway.Schemes.Select(scheme => scheme.Id));
        Assert.Equal(["assets", "staging", "telemetry", "orders-read", "rest"], gateway.Routes.Select(route => route.Name));
        Assert.Equal("sqlite:" + Path.Combine(Fixtures.Root, "examples", "countersign.db"), gateway.Store.ToString());

        var basic = Assert.IsType<BasicConfiguration>(gateway.Schemes[0]);
        Assert.True(basic.AllowCleartext);
        Assert.Equal(Path.Combine(Fixtures.Root, "examples", "users.htpasswd"), basic.Htpasswd);
        Assert.Equal(["SHA-256", "MD5"], Assert.IsType<DigestConfiguration>(gateway.Schemes[1]).Algorithms);
        Assert.All(gateway.Schemes.Skip(1), scheme => Assert.True(scheme.AllowCleartext));

        var orders = gateway.Routes[3];
        Assert.Equal(["GET", "HEAD"], orders.Match.Methods);
        Assert.Equal(["orders.read"], orders.Access.Scopes);
        Assert.Equal(["https://app.example.org"], orders.Cors!.Origins);
        Assert.Equal(AccessKind.Deny, gateway.Routes[4].Access.Kind);
        Assert.Null(gateway.Routes[4].Upstream);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8403")]
    [InlineData("http://127.0.0.2:0")]
    [InlineData("http://[::1]:8403")]
    [InlineData("http://localhost:8403")]
    public void The_lab_of_the_console_listens_on_loopback_where_a_key_names_it(string url)
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write($"admin-lab: {url}\nroutes:\n  - {{ name: all, access: deny }}\n"), _ => null);

        Assert.Empty(reading.Problems);
        Assert.Equal(url, reading.Configuration!.AdminLab);
        Assert.Null(new GatewayConfiguration().AdminLab);
    }

    [Fact]
    public void Reads_every_key()
    {
        using var fixtures = new Fixtures();
        fixtures.Write("0123456789abcdef\n", "token");
        fixtures.Write("x", "pem");
        fixtures.Write("x", "htdigest");
        var reading = ConfigurationReader.Read(fixtures.Write("""
            listen:
              - http://127.0.0.1:0
              - { url: "https://*:8443", certificate: pem, key: pem }
              - { url: "http://127.0.0.1:8444", http2-cleartext: true }
            admin: none
            admin-token: ${file:token}
            store: sqlite:${env:NAME}.db
            trusted-proxies: [10.0.0.0/8, "::1"]
            identity: { user: Remote-User, groups: none, email: null }
            journal: { retention: 7d, max-rows: 10 }
            limits: { attempts-per-name: 3, attempts-window: 1m, refusals-per-minute: 0, password-workers: 2, password-queue: 8 }
            telemetry: { otlp: "http://127.0.0.1:4317" }
            schemes:
              d: { type: digest, htdigest: htdigest, qop: [auth, auth-int], userhash: true, domain: [/a], opaque: "5ccc", nonce-lifetime: 90s, max-content: 5, allow-cleartext: false }
            routes:
              - name: a
                match: { host: "*.Example.org", path: /a/**, methods: GET, headers: { X-A: "1" } }
                access: { any-of: d, users: [u], groups: [g], scopes: [s], networks: [192.0.2.0/24] }
                authorization: forward
                conceal: true
                upstream:
                  urls: [http://127.0.0.1:1/, http://127.0.0.1:2/b]
                  load-balancing: first
                  health: { path: /health, interval: 2s }
                  timeout: 1h
                  strip-prefix: /a
                  preserve-host: true
                  authorities: pem
                  http2-cleartext: true
                  set-headers: { request: { X-R: "${env:NAME}" }, response: { X-S: b } }
                  remove-headers: { request: [X-T], response: [X-U] }
                cors: { origins: ["*"], max-age: 1m }
            """), name => name == "NAME" ? "value" : null);

        Assert.Empty(reading.Problems);
        var gateway = reading.Configuration!;
        Assert.Equal("https://*:8443", gateway.Listen[1].Url);
        Assert.Equal([false, false, true], gateway.Listen.Select(listener => listener.Http2Cleartext));
        Assert.Null(gateway.Admin);
        Assert.Equal("0123456789abcdef", gateway.AdminToken!.Reveal());
        Assert.Equal("sqlite:" + Path.Combine(fixtures.Folder, "value.db"), gateway.Store.ToString());
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::1/128")], gateway.TrustedProxies);
        Assert.Equal(new IdentityHeaders { User = "Remote-User", Groups = null, Email = null }, gateway.Identity);
        Assert.Equal(TimeSpan.FromDays(7), gateway.Journal.Retention);
        Assert.Equal(0, gateway.Limits.RefusalsPerMinute);
        Assert.Equal(4317, gateway.OtlpEndpoint!.Port);
        Assert.Equal("5ccc", Assert.IsType<DigestConfiguration>(Assert.Single(gateway.Schemes)).Opaque);
        var route = Assert.Single(gateway.Routes);
        Assert.Equal("*.example.org", route.Match.Host);
        Assert.Equal(["d"], route.Access.AnyOf);
        Assert.True(route.ForwardAuthorization);
        Assert.Equal("/b", route.Upstream!.Urls[1].AbsolutePath);
        Assert.Equal("value", Assert.Single(route.Upstream.SetRequestHeaders).Value);
        Assert.Equal(TimeSpan.FromSeconds(2), route.Upstream.HealthInterval);
        Assert.Contains(Path.Combine(fixtures.Folder, "token"), reading.Stamps.Files);
    }

    [Fact]
    public void Reports_all_problems_in_the_order_of_the_file()
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write("""
            lisen: x
            journal: { retention: soon }
            routes:
              - name: a
                access: { any-of: [nobody] }
              - nam: b
            """), _ => null);

        Assert.Null(reading.Configuration);
        Assert.Equal(
            [(1, "unknown-key"), (2, "bad-duration"), (4, "missing-key"), (5, "unknown-scheme"), (6, "unknown-key"), (6, "missing-key"), (6, "missing-key")],
            reading.Problems.Select(problem => (problem.Line, problem.Code)));
    }

    [Fact]
    public void Shows_no_value_of_a_secret()
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write("""
            admin-token: ${env:A}
            admin: ${env:A}
            store: ${env:A}
            listen: ${env:A}
            trusted-proxies: ${env:A}
            journal: { retention: "${env:A}", max-rows: "${env:A}" }
            schemes:
              s: { type: basic, htpasswd: "${env:A}", realm: "${env:A}", allow-cleartext: "${env:A}" }
            routes:
              - name: ${env:A}
                match: { path: "${env:A}", host: "${env:A}", methods: ["${env:A}"], headers: { X: "${env:A}" } }
                access: { any-of: ["${env:A}"], networks: ["${env:A}"] }
                upstream: { urls: "${env:A}", strip-prefix: "${env:A}", authorities: "${env:A}", load-balancing: "${env:A}", remove-headers: { request: ["${env:A}"] } }
                cors: { origins: ["${env:A}"], max-age: "${env:A}" }
            """), _ => "hunter two\u0001");

        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, problem => Assert.DoesNotContain("hunter", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_the_file_is_missing()
    {
        var reading = ConfigurationReader.Read("/no/such/countersign.yaml", _ => null);

        Assert.Equal("/no/such/countersign.yaml:1:1: error file-missing: there is no such file", Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void Never_throws_whatever_a_slip_does_to_the_file()
    {
        var text = File.ReadAllText(Fixtures.Example);
        using var fixtures = new Fixtures();
        var random = new Random(7616);
        const string Letters = " \t\n:-[]{}\"'*&!|>#%@`,?a0/$~\0\u00e9\u2028";
        for (var round = 0; round < 1500; round++)
        {
            var mutated = new System.Text.StringBuilder(text);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(mutated.Length);
                switch (random.Next(4))
                {
                    case 0:
                        mutated[at] = Letters[random.Next(Letters.Length)];
                        break;
                    case 1:
                        mutated.Insert(at, Letters[random.Next(Letters.Length)]);
                        break;
                    case 2:
                        mutated.Remove(at, Math.Min(random.Next(1, 30), mutated.Length - at));
                        break;
                    default:
                        mutated.Insert(random.Next(mutated.Length), mutated.ToString(at, Math.Min(random.Next(1, 60), mutated.Length - at)));
                        break;
                }
            }

            var reading = ConfigurationReader.Read(fixtures.Write(mutated.ToString()), _ => null);
            Assert.Equal(reading.Configuration is null, reading.Problems.Any(problem => problem.Severity == ProblemSeverity.Error));
            Assert.All(reading.Problems, problem => Assert.True(problem.Line > 0 && problem.Column > 0 && problem.Message.Length > 0));
        }
    }
}
