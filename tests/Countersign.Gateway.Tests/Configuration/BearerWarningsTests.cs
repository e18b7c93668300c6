using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class BearerWarningsTests
{
    [Fact]
    public void Warns_of_each_thing_where_it_stands() => Assert.Equal(
        [(5, "bearer-without-tls"), (6, "token-in-query"), (8, "issuer-without-tls"), (9, "audience-any"), (10, "token-type-any")],
        Of("""
            listen: http://0.0.0.0:8080
            schemes:
              tokens:
                type: bearer
                allow-cleartext: true
                token-in: [field, query]
                issuers:
                  - issuer: "http://issuer.example"
                    audiences: any
                    types: [at+jwt, JWT]
            routes:
              - { name: all, match: { path: /api/** }, access: { any-of: [tokens] }, upstream: "http://127.0.0.1:9000" }
              - { name: rest, access: deny }
            """));

    [Fact]
    public void Has_nothing_to_say_of_a_careful_configuration() => Assert.Empty(Of("""
        listen: http://127.0.0.1:8080
        schemes:
          tokens: { type: bearer, allow-cleartext: true, token-in: [field, form], issuers: [{ issuer: "https://issuer.example", audiences: [api] }] }
          proven: { type: dpop, tokens: tokens, allow-cleartext: true }
        routes:
          - { name: all, match: { host: api.example, path: /api/** }, access: { any-of: [tokens, proven], scopes: [read], roles: [admin], acr: [gold] }, upstream: "http://127.0.0.1:9000" }
          - { name: rest, access: deny }
        """));

    [Theory]
    [InlineData("roles: [admin]", "staff", true)]
    [InlineData("claims: { region: [eu] }", "keys", true)]
    [InlineData("acr: [gold]", "staff", true)]
    [InlineData("max-age: 5m", "keys", true)]
    [InlineData("acr: [gold]", "people", false)]
    [InlineData("scopes: [read]", "staff", true)]
    [InlineData("scopes: [read]", "keys", false)]
    [InlineData("emails: [anna@example.org]", "keys", true)]
    [InlineData("email-domains: [example.org]", "keys", true)]
    [InlineData("email-domains: [example.org]", "staff", false)]
    [InlineData("email-domains: [example.org], users: [anna]", "keys", false)]
    public void Warns_of_demands_that_a_scheme_of_the_route_never_meets(string demand, string scheme, bool warned) => Assert.Equal(
        warned,
        Of($$"""
            sign-in: {}
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "https://issuer.example", audiences: [api] }] }
              staff: { type: basic, users: store, allow-cleartext: true }
              keys: { type: api-key }
              people: { type: session, allow-cleartext: true }
            routes:
              - { name: all, match: { path: /api/** }, access: { any-of: [tokens, {{scheme}}], {{demand}} }, upstream: "http://127.0.0.1:9000" }
              - { name: rest, access: deny }
            """).Contains((8, "demand-never-met")));

    [Theory]
    [InlineData("groups: [staff]", true)]
    [InlineData("users: [anna]", true)]
    [InlineData("email-domains: [example.org]", true)]
    [InlineData("roles: [admin]", true)]
    [InlineData("scopes: [read]", false)] // each issuer grants its own
    [InlineData("groups: [staff], claims: { iss: \"https://one.example\" }", false)]
    public void Warns_where_several_issuers_write_the_names_that_a_route_asks_for(string demand, bool warned)
    {
        Assert.Equal(warned, Of(Text("two.example")).Contains((4, "same-name-of-issuers")));
        Assert.DoesNotContain((4, "same-name-of-issuers"), Of(Text("one.example")));

        string Text(string second) => $$"""
            schemes:
              one: { type: bearer, issuers: [{ issuer: "https://one.example", audiences: [api] }] }
              two: { type: bearer, issuers: [{ issuer: "https://{{second}}", audiences: [api] }] }
            routes: [{ name: all, match: { path: /api/** }, access: { any-of: [one, two], {{demand}} }, upstream: "http://127.0.0.1:9000" }, { name: rest, access: deny }]
            """;
    }

    [Theory] // RFC 9449 §4.3: htu is held against the host that the request names
    [InlineData("bound, tokens", "", true)]
    [InlineData("bound", "host: \"*\", ", true)]
    [InlineData("bound", "host: api.example, ", false)]
    [InlineData("bound", "host: \"*.api.example\", ", false)]
    [InlineData("tokens", "", false)]
    public void Warns_where_proofs_for_any_host_are_taken(string schemes, string host, bool warned) => Assert.Equal(
        warned,
        Of($$"""
            schemes:
              tokens: { type: bearer, issuers: [{ issuer: "https://one.example", audiences: [api] }] }
              bound: { type: dpop, tokens: tokens }
            routes: [{ name: all, match: { {{host}}path: /api/** }, access: { any-of: [{{schemes}}] }, upstream: "http://127.0.0.1:9000" }, { name: rest, access: deny }]
            """).Contains((4, "proof-for-any-host")));

    [Theory]
    [InlineData("fresh, lax", true)]
    [InlineData("lax, fresh", true)]
    [InlineData("fresh, tokens", false)] // bound tokens don't come as Bearer
    [InlineData("lax", false)]
    public void Warns_where_a_proof_without_a_nonce_gets_in_beside_one_with_it(string schemes, bool warned) => Assert.Equal(
        warned,
        Of($$"""
            schemes:
              tokens: { type: bearer, issuers: [{ issuer: "https://one.example", audiences: [api] }] }
              fresh: { type: dpop, tokens: tokens, nonces: true }
              lax: { type: dpop, tokens: tokens }
            routes: [{ name: all, match: { path: /api/** }, access: { any-of: [{{schemes}}] }, upstream: "http://127.0.0.1:9000" }, { name: rest, access: deny }]
            """).Contains((5, "nonces-evaded")));

    private static IEnumerable<(int Line, string Code)> Of(string text)
    {
        using var fixtures = new Fixtures();
        var reading = ConfigurationReader.Read(fixtures.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return [.. ConfigurationWarnings.For(reading).Where(warning => warning.Code != "public-asset-protected").Select(warning => (warning.Line, warning.Code))];
    }
}
