using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class AssertionWarningsTests
{
    [Fact]
    public void Warns_of_an_assertion_where_nobody_is_recognised() => Assert.Equal(
        [(4, "assertion-never-sent"), (5, "assertion-never-sent")],
        Of("""
            assertion: { issuer: "https://gateway.example.org" }
            schemes: { keys: { type: api-key } }
            routes:
              - { name: open, match: { path: /open/** }, access: public, upstream: { urls: "http://127.0.0.1:9000", assertion: open } }
              - { name: closed, match: { path: /closed/** }, access: deny, upstream: { urls: "http://127.0.0.1:9000", assertion: closed } }
              - { name: api, match: { path: /api/** }, access: { any-of: [keys] }, upstream: { urls: "http://127.0.0.1:9000", assertion: api } }
              - { name: rest, access: deny }
            """));

    [Fact]
    public void Warns_of_an_assertion_that_no_upstream_gets() => Assert.Equal(
        [(1, "assertion-never-sent")],
        Of("""
            assertion: { issuer: "https://gateway.example.org" }
            schemes: { keys: { type: api-key } }
            routes:
              - { name: api, match: { path: /api/** }, access: { any-of: [keys] }, upstream: "http://127.0.0.1:9000" }
              - { name: rest, access: deny }
            """));

    [Theory]
    [InlineData("/.well-known/jwks.json", "", true)]
    [InlineData("/.well-known/jwks.json", ", jwks-path: /.well-known/gateway-keys.json", false)]
    [InlineData("/.well-known/gateway-keys.json", ", jwks-path: /.well-known/gateway-keys.json", true)]
    [InlineData("/.well-known/**", "", false)] // the gateway's own is one of many there
    public void Warns_of_a_route_whose_document_the_keys_stand_before(string path, string key, bool warned) => Assert.Equal(
        warned ? [(4, "hidden-by-assertion-keys")] : [],
        Of($$"""
            assertion: { issuer: "https://gateway.example.org"{{key}} }
            schemes: { keys: { type: api-key } }
            routes:
              - { name: id, match: { path: "{{path}}" }, access: public, upstream: "http://127.0.0.1:9000" }
              - { name: api, match: { path: /api/** }, access: { any-of: [keys] }, upstream: { urls: "http://127.0.0.1:9000", assertion: api } }
              - { name: rest, access: deny }
            """));

    private static IEnumerable<(int Line, string Code)> Of(string text)
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return [.. ConfigurationWarnings.For(reading).Where(warning => warning.Code.Contains("assertion", StringComparison.Ordinal)).Select(warning => (warning.Line, warning.Code))];
    }
}
