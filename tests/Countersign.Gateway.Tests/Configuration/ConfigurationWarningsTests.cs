using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class ConfigurationWarningsTests
{
    private const string Rest = """

          - name: rest
            match: { path: /** }
            access: deny
        """;

    [Fact]
    public void Compares_thousands_of_routes_in_a_moment()
    {
        var routes = string.Concat(Enumerable.Range(0, 3000).Select(i => $$"""

              - { name: r{{i}}, match: { path: /part/{{i}}/** }, access: public, upstream: "http://127.0.0.1:9000" }
            """));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var warnings = Of("routes:" + routes);

        Assert.Equal(["no-catch-all"], warnings.Select(warning => warning.Code));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"it took {watch.Elapsed}");
    }

    [Fact]
    public void Warns_of_each_thing_where_it_stands()
    {
        var warnings = Of("""
            listen: http://0.0.0.0:8080
            admin: http://0.0.0.0:8081
            trusted-proxies: [10.0.0.0/8, 0.0.0.0/0]
            schemes:
              staff: { type: basic, users: store, allow-cleartext: true }
            routes:
              - name: site
                match: { path: /site/** }
                access: { any-of: [staff] }
                upstream: http://127.0.0.1:9000
              - name: open
                match: { path: /site/open/* }
                access: public
                upstream: http://127.0.0.1:9000
              - name: prefix
                match: { path: /ca/prod*, methods: [GET] }
                access: { any-of: [staff] }
                upstream: http://127.0.0.1:9000
                cors: { origins: ["*"] }
            """);

        Assert.Equal(
            [
                (2, "admin-not-on-loopback"), (3, "trusts-every-proxy"), (5, "basic-without-tls"), (11, "public-inside-basic"),
                (11, "shadowed-route"), (15, "no-catch-all"), (16, "get-without-head"), (16, "prefix-matches-sibling"), (19, "cors-any-origin"),
            ],
            warnings.Select(warning => (warning.Line, warning.Code)).Order());
        Assert.All(warnings, warning => Assert.Equal(ProblemSeverity.Warning, warning.Severity));
        Assert.Equal(warnings.OrderBy(warning => warning.Line), warnings);
    }

    [Fact]
    public void Tells_what_is_wrong_in_password_files_where_it_stands()
    {
        using var fixtures = new Fixtures();
        var users = fixtures.Write(
            "a:$apr1$salt$1234567890123456789012\n# note\nb:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\nc:rl0uE0cQ5gYk6\n"
            + "d:$2y$04$emhfHIbMfc8GATDylpayvu5RlMsmRZMLn2LF1MKhC2RVyMshHs8U2\ne:$2y$10$emhfHIbMfc8GATDylpayvu5RlMsmRZMLn2LF1MKhC2RVyMshHs8U2\n", "users");
        var devices = fixtures.Write("sensor:not-a-hash\n", "devices");
        var file = fixtures.Write("""
            schemes:
              staff: { type: basic, htpasswd: users, allow-cleartext: true }
              again: { type: basic, htpasswd: users, allow-cleartext: true }
              devices: { type: digest, htdigest: devices }
            routes:
              - { name: rest, access: deny }
            """);

        var warnings = ConfigurationWarnings.For(ConfigurationReader.Read(file, _ => null));

        Assert.Equal(
            [
                (users, 1, "password-weak"), (users, 3, "password-weak"), (users, 4, "password-useless"), (users, 5, "password-weak"),
                (file, 2, "password-weak"), (devices, 1, "password-useless"),
            ],
            warnings.Select(warning => (warning.File, warning.Line, warning.Code)));
        Assert.Contains("mixes hashes of 4", warnings[4].Message, StringComparison.Ordinal);
        Assert.All(warnings, warning => Assert.DoesNotContain("rl0uE0cQ5gYk6", warning.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Gives_the_lines_for_robots_and_favicon()
    {
        var warnings = Of("""
            schemes:
              staff: { type: basic, users: store, allow-cleartext: true }
            routes:
              - name: site
                access: { any-of: [staff] }
                upstream: http://127.0.0.1:9000
            """);

        Assert.Equal(["public-asset-protected", "public-asset-protected"], warnings.Select(warning => warning.Code));
        Assert.Equal(
            "add before it: - { name: robots-txt, match: { path: /robots.txt, methods: [GET, HEAD] }, access: public, upstream: \"http://127.0.0.1:9000\" }",
            warnings[0].Suggestion);
    }

    [Fact]
    public void Warns_of_style_sheets_that_ask_for_a_password() => Assert.Contains(
        Of("""
            schemes:
              staff: { type: basic, users: store, allow-cleartext: true }
            routes:
              - name: css
                match: { path: /css/** }
                access: { any-of: [staff] }
                upstream: http://127.0.0.1:9000
            """ + Rest),
        warning => warning is { Code: "public-asset-protected", Line: 5 });

    [Fact]
    public void Warns_of_a_scheme_that_no_request_can_use() => Assert.Contains(
        Of("schemes: { staff: { type: basic, users: store } }\nroutes:" + Rest), warning => warning is { Code: "never-usable-without-tls", Line: 1 });

    [Theory]
    [InlineData("X-User", true)]
    [InlineData("x_forwarded_user", true)]
    [InlineData("X-Who", true)]
    [InlineData("X-Press-Key", false)]
    [InlineData("X-Tenant", false)]
    public void Warns_of_a_field_that_is_gone_before_it_could_match(string field, bool warned) => Assert.Equal(
        warned,
        Of($$"""
            identity: { user: X-Who }
            schemes:
              press: { type: api-key, header: X-Press-Key }
            routes:
              - name: inner
                match: { headers: { {{field}}: "*" } }
                access: deny
            """ + Rest).Any(warning => warning is { Code: "header-never-matches", Line: 6 }));

    [Fact]
    public void Warns_of_MD5_in_the_example()
    {
        var warnings = ConfigurationWarnings.For(ConfigurationReader.Read(Fixtures.Example, _ => null));

        Assert.Contains(warnings, warning => warning is { Code: "md5-offered", Line: 19 });
        Assert.Contains(warnings, warning => warning is { Code: "get-without-head", Path: "routes[2].match.methods" });
    }

    private static System.Collections.Immutable.ImmutableArray<ConfigurationProblem> Of(string text)
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return ConfigurationWarnings.For(reading);
    }
}
