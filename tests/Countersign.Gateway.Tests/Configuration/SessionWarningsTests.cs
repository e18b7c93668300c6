using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class SessionWarningsTests
{
    [Fact]
    public void Warns_of_each_thing_where_it_stands() => Assert.Equal(
        [(7, "session-without-tls"), (8, "session-grace"), (10, "session-origin-unlisted"), (11, "login-without-session")],
        Of("""
            listen: http://0.0.0.0:8080
            sign-in: {}
            schemes:
              keys: { type: api-key }
              people:
                type: session
                allow-cleartext: true
                grace: 1m
            routes:
              - { name: app, match: { path: /app/** }, access: { any-of: [people] }, cors: { origins: ["https://app.example"], credentials: true }, upstream: "http://127.0.0.1:9000" }
              - { name: all, match: { path: /api/** }, access: { any-of: [keys] }, on-unauthenticated: login, upstream: "http://127.0.0.1:9000" }
              - { name: rest, access: deny }
            """));

    [Fact]
    public void Has_nothing_to_say_of_a_careful_configuration() => Assert.Empty(Of("""
        listen: http://127.0.0.1:8080
        sign-in: {}
        schemes:
          people: { type: session, allow-cleartext: true, origins: ["https://app.example"], remember: 0s, grace: 0s }
        routes:
          - { name: app, match: { path: /app/** }, access: { any-of: [people] }, on-unauthenticated: login, cors: { origins: ["https://app.example"], credentials: true }, upstream: "http://127.0.0.1:9000" }
          - { name: read, match: { path: /read/** }, access: { any-of: [people] }, on-unauthenticated: challenge, cors: { origins: ["https://other.example"] }, upstream: "http://127.0.0.1:9000" }
          - { name: rest, access: deny }
        """));

    [Theory]
    [InlineData("host: login.example.org", "'*.example.org'", 1)]
    [InlineData("host: login.example.org", "app.example.org", 0)]
    [InlineData("users: store", "'*.example.org'", 0)]
    public void Warns_of_hosts_that_get_tickets_by_a_wildcard(string signIn, string host, int count)
    {
        using var files = new Fixtures();
        var text = $$"""
            sign-in: { {{signIn}} }
            schemes:
              people: { type: session }
            routes:
              - { name: app, match: { host: {{host}} }, access: { any-of: [people] }, upstream: "http://127.0.0.1:9000" }
            """;

        Assert.Equal(count, ConfigurationWarnings.For(ConfigurationReader.Read(files.Write(text), _ => null)).Count(warning => warning.Code == "ticket-for-any-host"));
    }

    [Theory]
    [InlineData("store", "false", "users: [anna]", null)]
    [InlineData("none", "false", "users: [anna]", "users-without-session")]
    [InlineData("none", "true", "users: [anna]", null)]
    [InlineData("store", "true", "users: [anna]", "same-name-of-providers")]
    [InlineData("store", "false", "groups: [staff]", "same-name-of-providers")]
    [InlineData("none", "false", "groups: [staff]", null)]
    public void Warns_where_names_of_providers_meet_those_of_users_or_are_of_no_use(string users, string ours, string rule, string? code)
    {
        using var files = new Fixtures();
        var text = $$"""
            sign-in: { users: {{users}}, providers: { corp: { type: oidc, issuer: "https://corp.example", client-id: a, client-secret: b, names-are-ours: {{ours}} } } }
            schemes:
              people: { type: session }
            routes:
              - { name: app, access: { any-of: [people], {{rule}} }, upstream: "http://127.0.0.1:9000" }
            """;

        var codes = ConfigurationWarnings.For(ConfigurationReader.Read(files.Write(text), _ => null)).Select(warning => warning.Code);

        Assert.Equal(code is null ? [] : [code], codes.Where(found => found is "users-without-session" or "same-name-of-providers"));
    }

    private static IEnumerable<(int Line, string Code)> Of(string text)
    {
        using var files = new Fixtures();
        return
        [
            .. from warning in ConfigurationWarnings.For(ConfigurationReader.Read(files.Write(text), _ => null))
               where warning.Code.Contains("session", StringComparison.Ordinal)
               select (warning.Line, warning.Code),
        ];
    }
}
