using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class ConfigurationDiffTests
{
    private const string Start = """
        - { name: docs, match: { path: /docs/** }, access: public, upstream: "http://a" }
        - { name: staging, match: { path: /staging/** }, access: { any-of: [staff] }, upstream: "http://a" }
        - { name: orders, match: { path: /orders/**, methods: [GET] }, access: { any-of: [keys], scopes: [read], networks: [10.0.0.0/8] }, upstream: "http://a" }
        - { name: rest, access: deny }
        """;

    [Theory]
    [InlineData("access: { any-of: [staff] }", "access: { any-of: [staff] }", "")]
    [InlineData("access: { any-of: [staff] }", "access: public", "staging Opened")]
    [InlineData("access: { any-of: [staff] }", "access: deny", "staging Closed")]
    [InlineData("access: { any-of: [staff] }", "access: { any-of: [staff, keys] }", "staging Opened")]
    [InlineData("access: { any-of: [staff] }", "access: { any-of: [keys] }", "staging Opened, staging Closed")]
    [InlineData("access: { any-of: [staff] }", "access: { any-of: [staff], users: [anna] }", "staging Closed")]
    [InlineData("scopes: [read]", "scopes: []", "orders Opened")]
    [InlineData("scopes: [read]", "scopes: [read, write]", "orders Closed")]
    [InlineData("networks: [10.0.0.0/8]", "networks: []", "orders Opened")]
    [InlineData("networks: [10.0.0.0/8]", "networks: [10.1.0.0/16]", "orders Closed")]
    [InlineData("methods: [GET]", "methods: [GET, POST]", "orders Opened")]
    [InlineData("path: /docs/**", "path: /docs/*", "rest Closed")]
    [InlineData("path: /docs/**", "path: /**", "docs Opened, docs Closed")]
    [InlineData("{ name: rest, access: deny }", "{ name: rest, access: public, upstream: \"http://a\" }", "rest Opened")]
    [InlineData("- { name: rest, access: deny }", "", "")]
    public void Says_what_opens_and_what_closes(string was, string now, string expected)
    {
        var changed = Start.Replace(was, now, StringComparison.Ordinal);

        var changes = ConfigurationDiff.Compare(Read(Start), Read(changed)).Changes;

        if (expected == "docs Opened, docs Closed")
            Assert.Contains(changes, change => change is { Route: "docs", Direction: ChangeDirection.Opened });
        else
            Assert.Equal(expected, string.Join(", ", changes.Select(change => $"{change.Route} {change.Direction}")));
    }

    [Fact]
    public void Sees_that_an_order_changed()
    {
        var lines = Start.Split('\n');
        var moved = string.Join('\n', [lines[3], .. lines[..3]]);

        var changes = ConfigurationDiff.Compare(Read(Start), Read(moved)).Changes;

        Assert.Equal(("rest", ChangeDirection.Closed), Assert.Single(changes.Select(change => (change.Route, change.Direction))));
    }

    [Fact]
    public void Shows_a_request()
    {
        var change = Assert.Single(ConfigurationDiff.Compare(Read(Start), Read(Start.Replace("{ any-of: [staff] }", "public", StringComparison.Ordinal))).Changes);

        Assert.Equal(("GET zz-other.example/staging", "any-of staff", "public"), (change.Example, change.Before, change.After));
    }

    [Theory]
    [InlineData("staff/users", "everyone/users", "rest Opened, rest Closed")]
    [InlineData("staff/users", "./staff/users", "")]
    [InlineData("staff/users", "ROOT/staff/users", "")]
    public void Tells_password_files_apart_by_where_they_are(string was, string now, string expected)
    {
        using var root = new Fixtures();
        foreach (var name in new[] { "staff", "everyone", "new" })
            Directory.CreateDirectory(Path.Combine(root.Folder, name));
        root.Write("", "staff/users");
        root.Write("", "everyone/users");
        ConfigurationReading Named(string users) => ConfigurationReader.Read(
            root.Write($"schemes: {{ s: {{ type: basic, htpasswd: {users.Replace("ROOT", root.Folder, StringComparison.Ordinal)} }} }}\nroutes:\n  - {{ name: rest, access: {{ any-of: [s] }}, upstream: 'http://a' }}\n"), _ => null);

        Assert.Equal(expected, Told(ConfigurationDiff.Compare(Named(was), Named(now))));
    }

    [Fact]
    public void Takes_files_at_the_same_place_beside_two_configurations_for_the_same()
    {
        const string Text = "schemes: { s: { type: basic, htpasswd: users } }\nroutes:\n  - { name: rest, access: { any-of: [s] }, upstream: 'http://a' }\n";
        using var here = new Fixtures();
        using var there = new Fixtures();
        here.Write("", "users");
        there.Write("", "users");

        Assert.Equal("", Told(ConfigurationDiff.Compare(ConfigurationReader.Read(here.Write(Text), _ => null), ConfigurationReader.Read(there.Write(Text), _ => null))));
    }

    [Theory]
    [InlineData("", "trusted-proxies: [10.0.0.0/8]", "(trusted-proxies) Opened")]
    [InlineData("trusted-proxies: [10.0.0.0/8]", "trusted-proxies: [10.1.0.0/16]", "(trusted-proxies) Closed")]
    [InlineData("trusted-proxies: [10.0.0.0/8]", "trusted-proxies: [10.0.0.0/8, 10.1.2.3]", "")]
    public void Sees_who_is_newly_believed(string was, string now, string expected) =>
        Assert.Equal(expected, Told(ConfigurationDiff.Compare(Read(Start, was), Read(Start, now))));

    [Fact]
    public void Sees_that_credentials_are_taken_in_cleartext()
    {
        var secure = Read(Start);
        var clear = Read(Start, basic: "type: basic, users: store, allow-cleartext: true");

        Assert.Equal("staging Opened", Told(ConfigurationDiff.Compare(secure, clear)));
        Assert.Equal("staging Closed", Told(ConfigurationDiff.Compare(clear, secure)));
        Assert.Equal("any-of staff (cleartext too)", ConfigurationDiff.Compare(secure, clear).Changes[0].After);
    }

    [Fact]
    public void Compares_large_files_to_their_end()
    {
        var routes = string.Join('\n', Enumerable.Range(0, 300).Select(i =>
            $"- {{ name: r{i}, match: {{ host: h{i % 100}.example, path: /p{i}/**, headers: {{ X-Tenant: t{i % 7} }} }}, access: {{ any-of: [staff] }}, upstream: 'http://a' }}"));
        var last = routes.LastIndexOf("{ any-of: [staff] }", StringComparison.Ordinal);
        var opened = routes[..last] + "public" + routes[(last + "{ any-of: [staff] }".Length)..];

        var comparison = ConfigurationDiff.Compare(Read(routes), Read(opened));

        Assert.Equal("r299 Opened", Told(comparison));
        Assert.True(comparison.IsComplete);
    }

    [Fact]
    public void Says_when_there_was_too_much_to_compare()
    {
        var path = string.Concat(Enumerable.Range(0, 14).Select(i => $"/**/s{i}"));
        var routes = $"- {{ name: deep, match: {{ path: {path} }}, access: {{ any-of: [staff] }}, upstream: 'http://a' }}\n";

        Assert.False(ConfigurationDiff.Compare(Read(routes), Read(routes)).IsComplete);
    }

    private static string Told(ConfigurationComparison comparison) =>
        string.Join(", ", comparison.Changes.Select(change => $"{change.Route} {change.Direction}"));

    private static ConfigurationReading Read(string routes, string top = "", string basic = "type: basic, users: store")
    {
        using var fixtures = new Fixtures();
        var text = $"{top}\nschemes:\n  staff: {{ {basic} }}\n  keys: {{ type: api-key }}\nroutes:\n" + routes;
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return reading;
    }
}
