using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Xunit;

namespace Countersign.Tests.Schemes.Session;

/// <summary>Which requests a page of another site may have sent.</summary>
public sealed class RequestOriginTests
{
    private const string Own = "https://app.example.org";
    private const string Listed = "https://friend.example.org";
    private const string Foreign = "https://evil.example";

    [Theory]
    [InlineData("GET", Foreign, "cross-site", true)]              // only asks for something
    [InlineData("HEAD", Foreign, "cross-site", true)]
    [InlineData("OPTIONS", Foreign, "cross-site", true)]
    [InlineData("POST", Own, "same-origin", true)]
    [InlineData("POST", Own, null, true)]
    [InlineData("POST", Listed, "same-site", true)]
    [InlineData("POST", Listed, null, true)]
    [InlineData("POST", null, "same-origin", true)]
    [InlineData("POST", null, "none", true)]                      // the person, not a page
    [InlineData("POST", null, null, true)]                        // no browser
    [InlineData("POST", "http://app.example.org", "same-origin", true)]   // a proxy in front took TLS off and is not trusted: the browser knows
    [InlineData("POST", Foreign, "cross-site", false)]
    [InlineData("POST", Foreign, null, false)]
    [InlineData("POST", "null", null, false)]
    [InlineData("POST", "", null, false)]
    [InlineData("POST", null, "cross-site", false)]
    [InlineData("POST", null, "same-site", false)]
    [InlineData("POST", "http://app.example.org", null, false)]
    [InlineData("POST", "https://app.example.org.evil.example", null, false)]
    [InlineData("POST", "https://app.example.org:8443", null, false)]
    [InlineData("POST", "https://", null, false)]
    [InlineData("PUT", Foreign, null, false)]
    [InlineData("DELETE", Foreign, null, false)]
    [InlineData("QUERY", Foreign, null, false)]
    [InlineData("get", Foreign, null, false)]
    public async Task Takes_what_changes_something_from_known_origins_alone(string method, string? origin, string? site, bool taken)
    {
        var verdict = await VerifyAsync(method, [("Origin", origin), ("Sec-Fetch-Site", site)]);

        Assert.Equal(taken ? null : Refusal.SessionOriginForeign, verdict.Refusal);
        Assert.Equal(403, Refusal.SessionOriginForeign.Row().Status);
    }

    [Theory]
    [InlineData(Own, null, true)]
    [InlineData(Own, "cross-site", true)]                         // a browser that takes wss for another site than https
    [InlineData(Listed, null, true)]
    [InlineData(Foreign, null, false)]
    [InlineData(Foreign, "none", false)]
    [InlineData(null, null, false)]                               // every browser sends one
    [InlineData(null, "same-origin", true)]
    public async Task Takes_WebSocket_handshakes_from_known_origins_alone(string? origin, string? site, bool taken)
    {
        foreach (var mark in new[] { ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Version", "13") })
        {
            var verdict = await VerifyAsync("GET", [mark, ("Origin", origin), ("Sec-Fetch-Site", site)]);
            Assert.Equal(taken ? null : Refusal.SessionOriginForeign, verdict.Refusal);
        }
    }

    [Fact]
    public async Task Believes_no_doubled_field()
    {
        Assert.Equal(Refusal.SessionOriginForeign, (await VerifyAsync("POST", [("Origin", Own), ("Origin", Foreign)])).Refusal);
        Assert.Equal(Refusal.SessionOriginForeign, (await VerifyAsync("POST", [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "same-origin")])).Refusal);
    }

    [Theory]
    [InlineData(true, "APP.example.org:443", "https://app.example.org", true)]
    [InlineData(true, "app.example.org:8443", "https://app.example.org:8443", true)]
    [InlineData(true, "app.example.org:80", "https://app.example.org", false)]
    [InlineData(false, "app.example.org:80", "http://app.example.org", true)]
    [InlineData(false, "app.example.org", "https://app.example.org", false)]
    [InlineData(true, "", "https://", false)]
    public void Knows_its_own_origin_by_scheme_host_and_port(bool tls, string authority, string origin, bool own) =>
        Assert.Equal(own, RequestOrigin.Suspect(new FieldFacts(("Origin", origin)) { Tls = tls, HostAndPort = authority, Verb = "POST" }, []) is null);

    private static ValueTask<Verdict> VerifyAsync(string method, (string Name, string? Value)[] fields)
    {
        (string, string)[] all = [("Cookie", "__Host-countersign=id"), .. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))];
        var scheme = new SessionScheme("people", new SessionOptions { Origins = [Listed] }, new FixedSessions(new(SessionOutcome.Good, new("alice"))), TimeProvider.System);
        return scheme.VerifyAsync(null, new FieldFacts(all) { Verb = method }, TestContext.Current.CancellationToken);
    }
}
