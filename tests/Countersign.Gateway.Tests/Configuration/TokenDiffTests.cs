using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

/// <summary>What a change of issuers and their rules opens and closes.</summary>
public sealed class TokenDiffTests
{
    private const string Start = """
        schemes:
          tokens:
            type: bearer
            issuers:
              - issuer: "https://issuer.example"
                audiences: [api]
                clients: [app]
                claims: { tenant: [blue] }
                max-lifetime: 1h
          proven: { type: dpop, tokens: tokens }
        routes:
          - { name: all, access: { any-of: [tokens], scopes: [read], roles: [admin], claims: { region: [eu] }, acr: [gold], max-age: 5m }, upstream: "http://a" }
        """;

    private const string Other = "\n      - { issuer: \"https://other.example\", audiences: [api] }";

    [Theory]
    [InlineData("audiences: [api]", "audiences: [api]", "")]
    [InlineData("audiences: [api]", "audiences: [api, backend]", "all Opened")]
    [InlineData("audiences: [api]", "audiences: any", "all Opened")]
    [InlineData("audiences: [api]", "audiences: [backend]", "all Opened, all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h" + Other, "all Opened")]
    [InlineData("https://issuer.example", "https://other.example", "all Opened, all Closed")]
    [InlineData("max-lifetime: 1h", "", "all Opened")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 2h", "all Opened")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 30m", "all Closed")]
    [InlineData("clients: [app]", "", "all Opened")]
    [InlineData("clients: [app]", "clients: [app, web]", "all Opened")]
    [InlineData("claims: { tenant: [blue] }", "", "all Opened")]
    [InlineData("claims: { tenant: [blue] }", "claims: { tenant: [blue], tier: [gold] }", "all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        types: [at+jwt, JWT]", "all Opened")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        algorithms: [ES256]", "all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        leeway: 5m", "all Opened")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        required-claims: [sub, jti]", "all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        refuse-future-iat: true", "all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        roles-claim: scope", "all Opened, all Closed")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        introspection: { client-id: me, client-secret: none }", "all Opened")]
    [InlineData("max-lifetime: 1h", "max-lifetime: 1h\n        introspection: { client-id: me, client-secret: none, tokens: all }", "all Opened, all Closed")]
    [InlineData("any-of: [tokens]", "any-of: [tokens, proven]", "all Opened")]
    [InlineData("any-of: [tokens]", "any-of: [proven]", "all Opened, all Closed")]
    [InlineData("scopes: [read]", "scopes: []", "all Opened")]
    [InlineData("roles: [admin]", "roles: []", "all Opened")]
    [InlineData("roles: [admin]", "roles: [admin, root]", "all Opened")]
    [InlineData("claims: { region: [eu] }", "claims: {}", "all Opened")]
    [InlineData("acr: [gold]", "acr: [gold, silver]", "all Opened")]
    [InlineData("max-age: 5m", "max-age: 10m", "all Opened")]
    [InlineData(", max-age: 5m", "", "all Opened")]
    public void Says_what_opens_and_what_closes(string was, string now, string expected)
    {
        var changes = ConfigurationDiff.Compare(Read(Start), Read(Start.Replace(was, now, StringComparison.Ordinal))).Changes;

        Assert.Equal(expected, string.Join(", ", changes.Select(change => $"{change.Route} {change.Direction}")));
    }

    [Fact]
    public void Rules_of_tokens_count_for_proven_ones_as_well()
    {
        var proven = Start.Replace("any-of: [tokens]", "any-of: [proven]", StringComparison.Ordinal);

        var change = Assert.Single(ConfigurationDiff.Compare(Read(proven), Read(proven.Replace("clients: [app]", "", StringComparison.Ordinal))).Changes);

        Assert.Equal(("all", ChangeDirection.Opened), (change.Route, change.Direction));
    }

    private static ConfigurationReading Read(string text)
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return reading;
    }
}
