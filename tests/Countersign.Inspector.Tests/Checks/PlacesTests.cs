using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reading.Har;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>Where findings point to, what they change, and what times and sources decide.</summary>
public sealed class PlacesTests
{
    [Theory]
    [InlineData("caching/stale-refusal", "Cache-Control: max-age=0, stale-if-error=60", "response Cache-Control", "stale-if-error=60")]
    [InlineData("caching/refusal-not-stored", "Cache-Control: private, No-Store", "response Cache-Control", "No-Store")]
    [InlineData("caching/vary-authorization", "Cache-Control: no-store\nVary: Origin, authorization", "response Vary", "authorization")]
    [InlineData("content/leaks-internals", "Content-Type: text/plain\n\nfirst line\nit was SQLSTATE[42000] again", "content", "SQLSTATE[")]
    [InlineData("status/throttled-as-unauthorized", "Content-Type: text/plain\n\nToo many attempts, friend", "content", "Too many attempts")]
    public void Points_at_the_very_characters(string id, string answer, string part, string marked)
    {
        var finding = Found(id, $"GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\"\n{answer}\n");

        var evidence = Assert.Single(finding.Evidence, each => each.Part == part && each.Start >= 0);
        Assert.Equal(marked, evidence.Text.Substring(evidence.Start, evidence.Length));
    }

    [Fact]
    public void Points_at_the_line_of_the_one_cookie_that_is_meant()
    {
        var finding = Found("cookies/not-secure", "POST /login HTTP/1.1\nHost: api.example\n\nHTTP/1.1 204 No Content\nSet-Cookie: theme=dark\nSet-Cookie: session=8a1f; HttpOnly\n");

        Assert.Equal(("response Set-Cookie", "session=***; HttpOnly", 6), (finding.Evidence[0].Part, finding.Evidence[0].Text, finding.Evidence[0].Line));
    }

    [Theory]
    [InlineData("status/forbidden-without-credentials", "status/forbidden-without-credentials/fires-then-let-in.http", "SetField Authorization Bearer $TOKEN")]
    [InlineData("status/bad-request-without-credentials", "status/bad-request-without-credentials/fires-then-let-in.http", "SetField X-API-Key $KEY")]
    [InlineData("caching/refusal-from-cache", "caching/refusal-from-cache/fires-age.http", "SetField Cache-Control no-cache")]
    [InlineData("cookies/trapping", "cookies/trapping/fires-login-without.http", "RemoveField Cookie ")]
    [InlineData("transport/two-authorizations", "transport/two-authorizations/fires-two.http", "SetField Authorization Bearer $TOKEN")]
    [InlineData("transport/near-miss-field", "transport/near-miss-field/fires-spelling.http", "RemoveField Authorisation , SetField Authorization Bearer $TOKEN")]
    [InlineData("transport/credentials-dropped", "transport/credentials-dropped/fires-other-origin.http", "SetUrl target https://eu.api.example/orders, SetField Authorization Bearer $TOKEN")]
    [InlineData("transport/cleartext-credentials", "transport/cleartext-credentials/fires-basic.http", "SetUrl target https://api.example/orders")]
    [InlineData("transport/userinfo", "transport/userinfo/fires-target.http", "SetUrl target http://localhost:8080/orders, SetField Authorization Basic $CREDENTIALS")]
    public void Says_by_which_change_the_caller_gets_in(string id, string file, string changes) =>
        Assert.Equal(changes, string.Join(", ", Transcripts.Inspect(file).Findings.First(finding => finding.Check.Id == id).Changes.Select(change => $"{change.Kind} {change.Name} {change.Value}")));

    [Theory]
    [InlineData("public, max-age=600", Severity.Error)]
    [InlineData("private, max-age=600", Severity.Warning)]
    public void A_refusal_kept_by_all_is_worse_than_one_kept_by_a_browser(string directives, Severity severity) =>
        Assert.Equal(severity, Found("caching/stored-refusal", $"GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\nCache-Control: {directives}\n").Severity);

    [Fact]
    public void A_cache_of_many_keeps_no_answer_to_Authorization_by_a_lifetime_alone() =>
        Assert.Equal(Severity.Warning, Found("caching/stored-refusal", "GET / HTTP/1.1\nHost: a.example\nAuthorization: Bearer x7\n\nHTTP/1.1 401 Unauthorized\nCache-Control: max-age=600\n").Severity);

    [Theory]
    [InlineData("2026-01-01T00:00:00.050Z", 0)]
    [InlineData("2026-01-01T00:00:05.000Z", 1)]
    public void A_cookie_sent_before_it_was_taken_away_is_no_fault(string asked, int count)
    {
        var inspection = Inspection.Of(HarReader.Read(Encoding.UTF8.GetBytes($$$"""
            {"log":{"version":"1.2","creator":{"name":"test","version":"1"},"entries":[
              {{{Entry("2026-01-01T00:00:00.000Z", """,{"name":"Set-Cookie","value":"session=; Path=/; Max-Age=0"}""")}}},
              {{{Entry(asked, "")}}}]}}
            """)));

        Assert.Equal(count, inspection.Findings.Count(finding => finding.Check.Id == "cookies/sent-though-removed"));
    }

    [Fact]
    public void A_HAR_file_does_not_tell_a_proxy_from_a_server()
    {
        var entry = Entry("2026-01-01T00:00:00.000Z", "").Replace("\"status\":401", "\"status\":407", StringComparison.Ordinal);

        Assert.DoesNotContain(Inspection.Of(HarReader.Read(Encoding.UTF8.GetBytes($$$"""{"log":{"version":"1.2","creator":{"name":"test","version":"1"},"entries":[{{{entry}}}]}}"""))).Findings, finding => finding.Check.Id == "status/proxy-status-from-origin");
    }

    [Theory]
    [InlineData("status/forbidden-without-credentials", "GET", 403)]
    [InlineData("cookies/out-of-reach", "GET", 401)]
    public void What_a_recording_leaves_out_proves_nothing(string id, string method, int status)
    {
        var recording = RawHttpReader.Read($"POST /login/callback HTTP/1.1\nHost: a.example\n\nHTTP/1.1 204 No Content\nSet-Cookie: session=8a1f; Secure; HttpOnly\n\n{method} /orders HTTP/1.1\nHost: a.example\n\nHTTP/1.1 {status} No\n\n{method} /orders HTTP/1.1\nHost: a.example\nAuthorization: Bearer x7\n\nHTTP/1.1 200 OK\n");

        Assert.Contains(Inspection.Of(recording).Findings, finding => finding.Check.Id == id);
        Assert.DoesNotContain(Inspection.Of(recording with { Omissions = Omissions.Credentials }).Findings, finding => finding.Check.Id == id);
    }

    [Theory]
    [InlineData("cookies/out-of-reach", "")]
    [InlineData("cors/refusal-unreadable", "Origin: https://app.example\n")]
    [InlineData("transport/cleartext-credentials", "Authorization: Bearer x7\n")]
    public void One_cause_is_one_finding_however_often_it_refuses(string id, string field)
    {
        var refused = $"GET http://a.example/orders HTTP/1.1\nHost: a.example\n{field}\nHTTP/1.1 401 Unauthorized\n\n";
        var recording = RawHttpReader.Read($"POST http://a.example/login/callback HTTP/1.1\nHost: a.example\n\nHTTP/1.1 204 No Content\nSet-Cookie: session=8a1f; HttpOnly\n\n{refused}{refused}{refused}");

        Assert.Single(Inspection.Of(recording).Findings, finding => finding.Check.Id == id);
    }

    private static string Entry(string startedAt, string fields) => $$$"""
        {"startedDateTime":"{{{startedAt}}}","time":100,"timings":{"send":0,"wait":100,"receive":0},
         "request":{"method":"GET","url":"https://a.example/orders","httpVersion":"HTTP/2","headers":[{"name":"Cookie","value":"session=8a1f"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
         "response":{"status":401,"statusText":"","httpVersion":"HTTP/2","headers":[{"name":"WWW-Authenticate","value":"Bearer realm=\"a\""}{{{fields}}}],"cookies":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":0},"cache":{}}
        """;

    private static Finding Found(string id, string transcript) => Inspection.Of(RawHttpReader.Read(transcript)).Findings.First(finding => finding.Check.Id == id);
}
