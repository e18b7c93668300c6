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

        var changes = ConfigurationDiff.Compare(Read(Start), Read(changed));

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

        var changes = ConfigurationDiff.Compare(Read(Start), Read(moved));

        Assert.Equal(("rest", ChangeDirection.Closed), Assert.Single(changes.Select(change => (change.Route, change.Direction))));
    }

    [Fact]
    public void Shows_a_request()
    {
        var change = Assert.Single(ConfigurationDiff.Compare(Read(Start), Read(Start.Replace("{ any-of: [staff] }", "public", StringComparison.Ordinal))));

        Assert.Equal(("GET zz-other.example/staging", "any-of staff", "public"), (change.Example, change.Before, change.After));
    }

    private static GatewayConfiguration Read(string routes)
    {
        using var fixtures = new Fixtures();
        var text = "schemes:\n  staff: { type: basic, users: store }\n  keys: { type: api-key }\nroutes:\n" + routes;
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return reading.Configuration!;
    }
}
