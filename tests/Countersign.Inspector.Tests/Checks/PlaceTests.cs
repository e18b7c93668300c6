using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>Where findings point, and by which changes of the request the caller gets in.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("digest/algorithm-unknown", "Digest realm=\"algorithm=SHA-512\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512", "algorithm=SHA-512", 57)]
    [InlineData("digest/md5-first", "Digest realm=\"a, Digest b\", nonce=\"n\", qop=\"auth\", algorithm=MD5, Digest realm=\"c\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256", "Digest", 0)]
    [InlineData("challenge/repeated", "Basic realm=\"a\", Bearer realm=\"Basic\", basic realm=\"a\"", "basic", 39)]
    [InlineData("challenge/realm-empty", "Bearer realm=\"x\", Basic realm = \"\"", "realm = \"\"", 24)]
    [InlineData("challenge/realm-leaks", "Foo title=\"realm\", realm=\"10.0.4.17\"", "realm=\"10.0.4.17\"", 19)]
    [InlineData("challenge/unregistered-scheme", "Basic realm=\"Token\", Token", "Token", 21)]
    [InlineData("bearer/resource-metadata-url", "Bearer resource_metadata=\"/x\"", "resource_metadata=\"/x\"", 7)]
    [InlineData("basic/unknown-parameter", "Basic realm=\"a\\\"b=c\", b=\"x\"", "b=\"x\"", 22)]
    [InlineData("digest/quoting", "Digest realm=\"r\", nonce=\"n\", qop=auth, auth-int", "qop=auth", 29)]
    [InlineData("challenge/unquoted-value", "Bearer realm=\"a\", scope=read,write", "scope=read,write", 18)]
    [InlineData("challenge/repeated-parameter", "Basic realm=\"foo\", REALM=\"foo\"", "REALM", 19)]
    public void Shows_the_place_in_the_challenge(string id, string challenge, string shown, int start)
    {
        var evidence = Found(id, $"GET / HTTP/1.1\nHost: a.example\nAuthorization: Digest x\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: {challenge}\n").Evidence[0];

        Assert.Equal(start, evidence.Start);
        Assert.Equal(shown, evidence.Text.Substring(evidence.Start, evidence.Length));
        Assert.Equal(6, evidence.Line);
    }

    [Fact]
    public void Shows_the_line_among_several()
    {
        var evidence = Found("challenge/realm-unquoted", "GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"a\"\nDate: x\nWWW-Authenticate: Basic realm=b\n").Evidence[0];

        Assert.Equal(("Basic realm=b", 6, 7, 7), (evidence.Text, evidence.Start, evidence.Length, evidence.Line));
    }

    [Theory]
    [InlineData("credentials/doubled-scheme", "Bearer Bearer mF_9.B5f-4.1JqM", "Bearer realm=\"a\"", "Authorization: Bearer $TOKEN")]
    [InlineData("credentials/quoted", "Bearer \"mF_9.B5f-4.1JqM\"", "Bearer realm=\"a\"", "Authorization: Bearer $TOKEN")]
    [InlineData("credentials/scheme-mark", "Bearer: mF_9.B5f-4.1JqM", "Bearer realm=\"a\"", "Authorization: Bearer $TOKEN")]
    [InlineData("credentials/misspelt-scheme", "Baerer mF_9.B5f-4.1JqM", "Bearer realm=\"a\"", "Authorization: Bearer $TOKEN")]
    [InlineData("credentials/missing-scheme", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl", "Bearer realm=\"a\"", "Authorization: Bearer $TOKEN")]
    [InlineData("credentials/missing-scheme", "0123456789abcdef0123456789abcdef", "Token", "Authorization: Token $TOKEN")]
    [InlineData("credentials/basic-malformed", "Basic QWxhZGRpbg==", "Basic realm=\"a\"", "Authorization: Basic $CREDENTIALS")]
    [InlineData("credentials/doubled-encoding", "Basic UVd4aFpHUnBianB2Y0dWdUlITmxjMkZ0WlE9PQ==", "Basic realm=\"a\"", "Authorization: Basic $CREDENTIALS")]
    [InlineData("credentials/dpop-proof-missing", "DPoP mF_9.B5f-4.1JqM", "DPoP algs=\"ES256\"", "DPoP: $PROOF")]
    public void Gives_the_change_that_gets_in(string id, string credentials, string challenge, string changed)
    {
        var finding = Found(id, $"GET / HTTP/1.1\nHost: a.example\nAuthorization: {credentials}\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: {challenge}\n");

        var change = Assert.Single(finding.Changes);
        Assert.Equal(RequestChangeKind.SetField, change.Kind);
        Assert.Equal(changed, $"{change.Name}: {change.Value}");
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.DoesNotContain("mF_9", finding.Message + string.Concat(finding.Evidence.Select(evidence => evidence.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Moves_a_token_out_of_the_query()
    {
        var finding = Found("bearer/token-in-query", "GET /orders?page=2&access_token=mF_9.B5f-4.1JqM&sort=a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n");

        Assert.Equal([new(RequestChangeKind.SetUrl, "target", "/orders?page=2&sort=a"), new(RequestChangeKind.SetField, "Authorization", "Bearer $TOKEN")], finding.Changes.AsEnumerable());
    }

    [Theory]
    [InlineData("Bearer Bearer mF_9.B5f-4.1JqM", "credentials/doubled-scheme")]
    [InlineData("Bearer \"mF_9.B5f-4.1JqM\"", "credentials/quoted")]
    public void What_the_server_did_not_mind_is_only_worth_knowing(string credentials, string id) =>
        Assert.Equal(Severity.Info, Found(id, $"GET / HTTP/1.1\nHost: a.example\nAuthorization: {credentials}\n\nHTTP/1.1 200 OK\n").Severity);

    [Fact]
    public void A_proxys_challenge_is_the_proxys_fault() =>
        Assert.Equal(Fault.Proxy, Found("challenge/realm-unquoted", "GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic realm=b\n").Fault);

    private static Finding Found(string id, string transcript) => Assert.Single(Inspection.Of(RawHttpReader.Read(transcript)).Findings, finding => finding.Check.Id == id);
}
