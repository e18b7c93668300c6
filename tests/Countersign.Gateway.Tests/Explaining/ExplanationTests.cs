using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Explaining;

/// <summary>What <c>countersign explain</c> promises to get in does get in.</summary>
public sealed class ExplanationTests : IDisposable
{
    private const string Open = "curl --user NAME http://gate.example:8080/open/a";

    private readonly Fixtures _files = new();
    private readonly GatewayConfiguration _configuration;

    public ExplanationTests()
    {
        _files.Write("carl:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\n", "quick.htpasswd");
        _files.Write("", "devices.htdigest");
        _configuration = Read(_files.Write("""
            sign-in: {}
            schemes:
              open: { type: basic, htpasswd: quick.htpasswd, allow-cleartext: true }
              people: { type: basic, users: store, allow-cleartext: true }
              secure: { type: basic, htpasswd: quick.htpasswd }
              devices: { type: digest, htdigest: devices.htdigest }
              keys: { type: api-key }
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "https://issuer.example", audiences: [api] }] }
              proven: { type: dpop, tokens: tokens, allow-cleartext: true }
              visitors: { type: session, allow-cleartext: true }
              strict: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "https://issuer.example", audiences: [api], clients: [app], claims: { tenant: [blue, red] } }] }
            routes:
              - { name: tokens, match: { path: /tokens/** }, access: { any-of: [tokens, proven, open], roles: [admin], scopes: [read, write] }, upstream: "http://127.0.0.1:9" }
              - { name: strict, match: { path: /strict/** }, access: { any-of: [strict], groups: [ops], claims: { region: [eu, us] }, acr: [phr, mfa], max-age: 5m }, upstream: "http://127.0.0.1:9" }
              - { name: swapped, match: { path: /swapped/** }, access: { any-of: [tokens] }, upstream: { urls: "http://127.0.0.1:9", exchange: { issuer: "https://issuer.example", client-id: me, client-secret: none, audience: [orders] } } }
              - { name: open, match: { path: /open/** }, access: { any-of: [open] }, upstream: "http://127.0.0.1:9" }
              - { name: bobs, match: { path: /bobs/** }, access: { any-of: [open], users: [bob, eve] }, upstream: "http://127.0.0.1:9" }
              - { name: ops, match: { path: /ops/** }, access: { any-of: [people, open, keys], groups: [ops] }, upstream: "http://127.0.0.1:9" }
              - { name: scoped, match: { path: /scoped/** }, access: { any-of: [open, keys], scopes: [read, write] }, upstream: "http://127.0.0.1:9" }
              - { name: mixed, match: { path: /mixed/** }, access: { any-of: [secure, devices, keys] }, upstream: "http://127.0.0.1:9" }
              - { name: visited, match: { path: /visited/** }, access: { any-of: [visitors], groups: [ops], acr: [mfa] }, upstream: "http://127.0.0.1:9" }
              - { name: put, match: { host: gate.example, path: /put/**, methods: PUT }, access: deny }
            """));
    }

    /// <summary>For those of the list that other credentials answer: what they are. Nothing gets past the rest.</summary>
    public static TheoryData<Refusal, string?> Refusals =>
    [
        .. RefusalCatalogue.All.Select(refusal => (refusal, refusal switch
        {
            Refusal.CredentialsMissing or Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated or Refusal.SchemeNotOffered => Open,
            Refusal.CleartextTransport or Refusal.SubjectNotAllowed or Refusal.ScopeInsufficient => Open,
            Refusal.BasicMalformed or Refusal.BasicUserDisabled or Refusal.BasicHashUnsupported => Open,
            _ when refusal.ToString().StartsWith("Basic", StringComparison.Ordinal)
                || refusal.ToString().StartsWith("Digest", StringComparison.Ordinal)
                || refusal.ToString().StartsWith("ApiKey", StringComparison.Ordinal)
                || refusal is (>= Refusal.BearerMalformed and < Refusal.IssuerUnavailable) or Refusal.SignInInsufficient
                or (>= Refusal.SessionUnreadable and <= Refusal.SessionSignedOut) => Open.Replace("NAME", "carl", StringComparison.Ordinal),
            _ => null,
        })),
    ];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Promises_a_way_in_only_where_credentials_are_one(Refusal refusal, string? line)
    {
        var subject = refusal is Refusal.CredentialsMissing or Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated
            or Refusal.SchemeNotOffered or Refusal.CleartextTransport or Refusal.ScopeInsufficient or Refusal.BasicMalformed ? null : "carl";

        var explained = Explanation.Of(Entry(refusal, "open") with { Scheme = "open", Subject = subject }, _configuration);

        Assert.Equal(line is null ? [] : [line], explained.WouldGetIn);
    }

    [Fact]
    public void Says_which_token_would_get_in() => Assert.Equal(
        ["curl --header 'Authorization: Bearer TOKEN' http://gate.example:8080/tokens/a  # TOKEN: of https://issuer.example for api with the role admin with all scopes of read, write"],
        Explanation.Of(Entry(Refusal.BearerAudienceWrong, "tokens") with { Scheme = "tokens", Subject = "anna" }, _configuration).WouldGetIn);

    [Fact]
    public void Says_that_a_session_would_get_in() => Assert.Equal(
        ["curl --cookie countersign=SESSION http://gate.example:8080/visited/a  # SESSION: as the browser has it after signing in"],
        Explanation.Of(Entry(Refusal.SessionIdle, "visited") with { Scheme = "visitors", Subject = "anna" }, _configuration).WouldGetIn);

    [Fact]
    public void Says_all_that_the_token_has_to_have() => Assert.Equal(
        ["curl --header 'Authorization: Bearer TOKEN' http://gate.example:8080/strict/a  # TOKEN: of https://issuer.example for api given to app with tenant blue or red about a member of ops; region eu or us; signed in by phr or mfa; signed in at most 300 s ago"],
        Explanation.Of(Entry(Refusal.SignInInsufficient, "strict") with { Scheme = "strict", Subject = "anna" }, _configuration).WouldGetIn);

    [Fact]
    public void Says_that_the_token_is_exchanged_as_well()
    {
        var explained = Explanation.Of(Entry(Refusal.BearerAudienceWrong, "swapped") with { Scheme = "tokens", Subject = "anna" }, _configuration);

        Assert.Equal("any of tokens; the token exchanged by https://issuer.example for orders", explained.Policy);
        Assert.EndsWith("  # TOKEN: of https://issuer.example for api; the token exchanged by https://issuer.example for orders", Assert.Single(explained.WouldGetIn), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Refusal.SubjectNotAllowed, "anna", "NAME", "  # NAME: bob or eve")]
    [InlineData(Refusal.BasicWrongPassword, "anna", "NAME", "  # NAME: bob or eve")]
    [InlineData(Refusal.BasicWrongPassword, "bob", "bob", "")]
    [InlineData(Refusal.BasicUnknownUser, "b***", "NAME", "  # NAME: bob or eve")]
    public void Says_who_may_enter_where_the_name_that_came_may_not(Refusal refusal, string subject, string user, string comment)
    {
        var explained = Explanation.Of(Entry(refusal, "bobs") with { Scheme = "open", Subject = subject }, _configuration);

        Assert.Equal([$"curl --user {user} http://gate.example:8080/bobs/a{comment}"], explained.WouldGetIn);
    }

    [Fact]
    public void Says_which_key_and_leaves_out_schemes_without_scopes() => Assert.Equal(
        ["curl --header 'X-API-Key: KEY' http://gate.example:8080/scoped/a  # KEY: one with all scopes of read, write"],
        Explanation.Of(Entry(Refusal.ScopeInsufficient, "scoped") with { Scheme = "keys", Subject = "k1" }, _configuration).WouldGetIn);

    [Fact]
    public void Leaves_out_schemes_without_groups_where_groups_alone_may_enter() => Assert.Equal(
        ["curl --user NAME http://gate.example:8080/ops/a  # NAME: a member of ops"],
        Explanation.Of(Entry(Refusal.SubjectNotAllowed, "ops") with { Scheme = "people", Subject = "anna" }, _configuration).WouldGetIn);

    [Theory]
    [InlineData("http://127.0.0.1:8080", "https://gate.example")]
    [InlineData("https://*:8443", "https://gate.example:8443")]
    [InlineData("https://*:443", "https://gate.example")]
    public void Sends_no_password_in_clear(string listen, string secure)
    {
        var listener = new ListenerConfiguration { Url = listen };

        var explained = Explanation.Of(Entry(Refusal.CleartextTransport, "mixed"), _configuration with { Listen = [listener] });

        Assert.Equal(
            [
                $"curl --user NAME {secure}/mixed/a",
                "curl --digest --user NAME http://gate.example:8080/mixed/a",
                "curl --header 'X-API-Key: KEY' http://gate.example:8080/mixed/a",
            ],
            explained.WouldGetIn);
    }

    [Theory]
    [InlineData("/openly", "open", "path")]
    [InlineData("/put/a", "put", "method")]
    public void Tells_what_nearly_matched_where_nothing_did(string path, string route, string missed)
    {
        var explained = Explanation.Of(Entry(Refusal.RouteNotFound, null) with { Path = path }, _configuration);

        Assert.Equal((route, missed), (explained.NearMatches[0].Route, explained.NearMatches[0].Missed));
        var near = Json(explained).GetProperty("nearMatches")[0];
        Assert.Equal(["route", "missed", "why"], near.EnumerateObject().Select(member => member.Name));
        using var text = new StringWriter();
        ExplanationText.Write(text, explained);
        Assert.Contains($"  nearly     {route}: {explained.NearMatches[0].Why}", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_no_near_match_of_a_request_that_found_its_route() =>
        Assert.Empty(Explanation.Of(Entry(Refusal.CredentialsMissing, "open") with { Path = "/openly" }, _configuration).NearMatches);

    private static GatewayConfiguration Read(string file) => ConfigurationReader.Read(file, _ => null).Configuration!;

    private static JsonElement Json(Explanation explanation)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
            ExplanationJson.Write(json, explanation);
        return JsonDocument.Parse(Encoding.UTF8.GetString(content.ToArray())).RootElement;
    }

    private static JournalEntry Entry(Refusal refusal, string? route) => new()
    {
        Reference = "0123456789abcdef",
        Time = DateTimeOffset.UnixEpoch,
        Refusal = refusal,
        CredentialsPresented = true,
        Status = refusal.Row().Status,
        Method = "GET",
        UrlScheme = "http",
        Authority = "gate.example:8080",
        Path = $"/{route}/a",
        Route = route,
        ClientAddress = "192.0.2.1",
    };
}
