using System.Net;
using System.Net.Http.Headers;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class IssuerSourcesTests : IDisposable
{
    private static readonly SigningKey Key = ImaginedIssuer.Signer("k");

    private readonly TurnedClock _clock = new();
    private readonly ImaginedIssuer _issuer = new();

    public IssuerSourcesTests() => _issuer.Says(ImaginedIssuer.Keys, ImaginedIssuer.Set(Key));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("https://issuer.example", "https://issuer.example/.well-known/openid-configuration", "https://issuer.example/.well-known/oauth-authorization-server")]
    [InlineData("https://issuer.example/", "https://issuer.example/.well-known/openid-configuration", "https://issuer.example/.well-known/oauth-authorization-server")]
    [InlineData("https://issuer.example/a/b", "https://issuer.example/a/b/.well-known/openid-configuration", "https://issuer.example/.well-known/oauth-authorization-server/a/b")]
    [InlineData("https://issuer.example:8443/a/", "https://issuer.example:8443/a/.well-known/openid-configuration", "https://issuer.example:8443/.well-known/oauth-authorization-server/a")]
    public async Task Finds_the_metadata_in_both_places(string issuer, string openId, string rfc8414)
    {
        using var source = new DiscoveredSource(issuer, null, _issuer, _clock);

        var nowhere = await source.AskAsync(Cancel);
        Assert.Equal([openId, rfc8414], _issuer.Asked);
        Assert.Equal($"{openId}: the answer is 404; {rfc8414}: the answer is 404", nowhere.Failure);

        _issuer.Says(rfc8414, Metadata(issuer));
        Assert.Equal(["k"], (await source.AskAsync(Cancel)).Reading!.Keys.Names());

        _issuer.Says(openId, Metadata(issuer));
        using var other = new DiscoveredSource(issuer, null, _issuer, _clock);
        Assert.True((await other.AskAsync(Cancel)).IsGood);
        Assert.Equal([openId, ImaginedIssuer.Keys], _issuer.Asked[^2..]);
    }

    [Fact]
    public async Task Asks_where_the_operator_says_that_the_metadata_are()
    {
        _issuer.Says("https://elsewhere.example/m", Metadata("issuer without a URL"));
        using var source = new DiscoveredSource("issuer without a URL", new("https://elsewhere.example/m"), _issuer, _clock);

        Assert.True((await source.AskAsync(Cancel)).IsGood);
        Assert.Equal(["https://elsewhere.example/m", ImaginedIssuer.Keys], _issuer.Asked);
    }

    [Theory]
    [InlineData("https://issuer.example/", "these are the metadata of another issuer, https://issuer.example/")]
    [InlineData("https://ISSUER.example", "these are the metadata of another issuer, https://ISSUER.example")]
    [InlineData("https://issuer.examp\\u200dle", "these are the metadata of another issuer, https://issuer.examp?le")]
    [InlineData("https://issuer.example\\u001b[2J", "these are the metadata of another issuer, https://issuer.example?[2J")]
    [InlineData(null, "the metadata name no issuer")]
    public async Task Takes_no_keys_by_the_metadata_of_another_issuer(string? named, string failure)
    {
        _issuer.Says(ImaginedIssuer.OpenId, $$"""{"jwks_uri":"{{ImaginedIssuer.Keys}}"{{(named is null ? "" : $",\"issuer\":\"{named}\"")}}}""");

        var answer = await AskAsync();

        Assert.StartsWith($"{ImaginedIssuer.OpenId}: {failure}; ", answer.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(ImaginedIssuer.Keys, _issuer.Asked);
    }

    [Theory]
    [InlineData("http://issuer.example/keys", "jwks_uri, http://issuer.example/keys, is http, and the issuer is https")]
    [InlineData("http://localhost.issuer.example/keys", "jwks_uri, http://localhost.issuer.example/keys, is http, and the issuer is https")]
    [InlineData("http://10.0.0.1/keys", "jwks_uri, http://10.0.0.1/keys, is http, and the issuer is https")]
    [InlineData("https://user:secret@issuer.example/keys", "jwks_uri, https://issuer.example/keys, holds credentials")]
    [InlineData("file:///etc/passwd", "jwks_uri, file:///etc/passwd, is not https")]
    [InlineData("/keys", null)]
    [InlineData("keys", "the metadata have no jwks_uri")]
    [InlineData("", "the metadata have no jwks_uri")]
    public async Task Follows_no_jwks_uri_that_others_could_answer_for(string url, string? failure)
    {
        _issuer.Says(ImaginedIssuer.OpenId, Metadata(jwksUri: url));

        var answer = await AskAsync();

        Assert.False(answer.IsGood);
        Assert.StartsWith($"{ImaginedIssuer.OpenId}: {failure}", answer.Failure, StringComparison.Ordinal);
        Assert.Equal([ImaginedIssuer.OpenId, ImaginedIssuer.Rfc8414], _issuer.Asked);
    }

    [Theory]
    [InlineData("https://issuer.example", "http://127.0.0.1:8080/keys")]
    [InlineData("https://issuer.example", "http://[::1]:8080/keys")]
    [InlineData("https://issuer.example", "http://localhost:8080/keys")]
    [InlineData("https://issuer.example", "https://another.example/keys?v=1")]
    [InlineData("http://issuer", "http://another/keys")]
    public async Task Follows_one_that_is_safe_or_no_less_safe_than_the_issuer(string issuer, string url)
    {
        _issuer.Says($"{issuer}/.well-known/openid-configuration", Metadata(issuer, url));
        _issuer.Says(url, ImaginedIssuer.Set(Key));
        using var source = new DiscoveredSource(issuer, null, _issuer, _clock);

        Assert.True((await source.AskAsync(Cancel)).IsGood);
    }

    [Fact]
    public async Task Asks_for_the_metadata_once_an_hour_and_when_the_keys_did_not_come()
    {
        _issuer.Says(ImaginedIssuer.OpenId, Metadata());
        using var source = new DiscoveredSource(ImaginedIssuer.Name, null, _issuer, _clock);
        int Discoveries() => _issuer.Asked.Count(url => url == ImaginedIssuer.OpenId);

        await source.AskAsync(Cancel);
        _clock.Turn(TimeSpan.FromMinutes(59));
        await source.AskAsync(Cancel);
        Assert.Equal(1, Discoveries());
        _clock.Turn(TimeSpan.FromMinutes(1));
        await source.AskAsync(Cancel);
        Assert.Equal(2, Discoveries());

        _issuer.IsDown(ImaginedIssuer.Keys);
        Assert.False((await source.AskAsync(Cancel)).IsGood);
        Assert.Equal(2, Discoveries());
        _issuer.Says("https://issuer.example/moved", ImaginedIssuer.Set(Key));
        _issuer.Says(ImaginedIssuer.OpenId, Metadata(jwksUri: "https://issuer.example/moved"));
        Assert.True((await source.AskAsync(Cancel)).IsGood);
        Assert.Equal(3, Discoveries());
    }

    [Theory]
    [InlineData("https://another.example/keys?secret=1", "the answer is 302 to https://another.example/keys; redirects are not followed")]
    [InlineData("/login", "the answer is 302 to https://issuer.example/login; redirects are not followed")]
    public async Task Follows_no_redirect_and_says_where_it_leads(string location, string failure)
    {
        _issuer.Answers(ImaginedIssuer.Keys, () => new(HttpStatusCode.Found) { Headers = { Location = new(location, UriKind.RelativeOrAbsolute) } });

        Assert.Equal($"{ImaginedIssuer.Keys}: {failure}", (await AskForKeysAsync()).Failure);
        Assert.Equal(1, _issuer.Count);
    }

    [Fact]
    public async Task Reads_half_a_megabyte_and_no_more()
    {
        var set = ImaginedIssuer.Set(Key);
        _issuer.Says(ImaginedIssuer.Keys, set + new string(' ', (512 * 1024) - set.Length));
        Assert.True((await AskForKeysAsync()).IsGood);

        _issuer.Says(ImaginedIssuer.Keys, set + new string(' ', (512 * 1024) - set.Length + 1));
        Assert.Equal($"{ImaginedIssuer.Keys}: the answer is larger than 512 KiB", (await AskForKeysAsync()).Failure);
    }

    [Fact]
    public async Task Takes_no_packed_answer()
    {
        _issuer.Answers(ImaginedIssuer.Keys, () =>
        {
            var response = new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) };
            response.Content.Headers.ContentEncoding.Add("gzip");
            return response;
        });

        Assert.Equal($"{ImaginedIssuer.Keys}: the answer is compressed, which was not asked for", (await AskForKeysAsync()).Failure);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotModified)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Takes_only_an_answer_that_succeeded(HttpStatusCode status)
    {
        _issuer.Answers(ImaginedIssuer.Keys, () => new(status) { Content = new StringContent(ImaginedIssuer.Set(Key)) });

        Assert.Equal($"{ImaginedIssuer.Keys}: the answer is {(int)status}", (await AskForKeysAsync()).Failure);
    }

    [Fact]
    public async Task Asks_for_no_type_in_particular()
    {
        _issuer.Answers(ImaginedIssuer.Keys, () => new() { Content = new StringContent(ImaginedIssuer.Set(Key), new MediaTypeHeaderValue("text/html")) });

        Assert.True((await AskForKeysAsync()).IsGood);
    }

    [Fact]
    public async Task Says_of_any_fault_of_a_connection_what_it_is()
    {
        foreach (var error in Enum.GetValues<HttpRequestError>())
        {
            _issuer.Answers(ImaginedIssuer.Keys, () => throw new HttpRequestException(error, "words\u001b of a peer"));
            var answer = await AskForKeysAsync();
            Assert.StartsWith($"{ImaginedIssuer.Keys}: ", answer.Failure, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', answer.Failure!);
        }

        _issuer.Answers(ImaginedIssuer.Keys, () => throw new NotSupportedException());
        Assert.Equal($"{ImaginedIssuer.Keys}: the question failed (NotSupportedException)", (await AskForKeysAsync()).Failure);
    }

    [Fact]
    public async Task Reads_the_document_of_a_did_web()
    {
        const string did = "did:web:issuer.example:user";
        const string url = "https://issuer.example/user/did.json";
        _issuer.Says(url, $$"""
            {"id":"{{did}}","assertionMethod":["#k"],
            "verificationMethod":[{"id":"#k","type":"JsonWebKey","publicKeyJwk":{{JwkWriter.Write(Key.Verifier)}},"expires":"{{_clock.GetUtcNow().AddHours(1):O}}"},
                {"id":"#other","type":"JsonWebKey","publicKeyJwk":{{JwkWriter.Write(Key.Verifier)}} }]}
            """);
        using var source = new DidWebSource(did, _issuer, _clock);

        var answer = await source.AskAsync(Cancel);

        Assert.Equal([did + "#k"], answer.Reading!.Keys.Names());
        Assert.Equal([url], _issuer.Asked);

        _clock.Turn(TimeSpan.FromHours(2));
        Assert.StartsWith($"{url}: no key in it can be used. ", (await source.AskAsync(Cancel)).Failure, StringComparison.Ordinal);
        _issuer.Says(url, """{"id":"did:web:another.example","assertionMethod":[]}""");
        Assert.StartsWith($"{url}: no key in it can be used. ", (await source.AskAsync(Cancel)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_made_for_what_can_never_be_asked()
    {
        Assert.Throws<ArgumentException>(() => new DiscoveredSource("no URL", null, _issuer, _clock));
        Assert.Throws<ArgumentException>(() => new DiscoveredSource("ftp://issuer.example", null, _issuer, _clock));
        Assert.Throws<ArgumentException>(() => new JwkSetSource(new("https://user@issuer.example"), _issuer, _clock));
        Assert.Throws<ArgumentException>(() => new JwkSetSource(new("/keys", UriKind.Relative), _issuer, _clock));
        Assert.Throws<ArgumentException>(() => new DidWebSource("did:web:127.0.0.1", _issuer, _clock));
    }

    [Fact]
    public async Task Asks_over_real_connections_and_follows_nobody()
    {
        await using var server = await Loopback.StartAsync(context =>
        {
            if (context.Request.Path == "/keys")
                return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, ImaginedIssuer.Set(Key));
            context.Response.Redirect("/keys");
            return Task.CompletedTask;
        });
        var url = $"http://127.0.0.1:{server.Port}";
        using var good = new JwkSetSource(new($"{url}/keys"), OutboundHandler.Create(), TimeProvider.System);
        using var turned = new JwkSetSource(new($"{url}/moved"), OutboundHandler.Create(), TimeProvider.System);
        using var closed = new JwkSetSource(new("http://127.0.0.1:1/keys"), OutboundHandler.Create(), TimeProvider.System);

        Assert.True((await good.AskAsync(Cancel)).IsGood);
        Assert.Equal($"{url}/moved: the answer is 302 to {url}/keys; redirects are not followed", (await turned.AskAsync(Cancel)).Failure);
        Assert.StartsWith("http://127.0.0.1:1/keys: no connection", (await closed.AskAsync(Cancel)).Failure, StringComparison.Ordinal);
    }

    private static string Metadata(string issuer = ImaginedIssuer.Name, string jwksUri = ImaginedIssuer.Keys) => $$"""{"issuer":"{{issuer}}","jwks_uri":"{{jwksUri}}"}""";

    private async Task<KeySourceAnswer> AskAsync()
    {
        using var source = new DiscoveredSource(ImaginedIssuer.Name, null, _issuer, _clock);
        return await source.AskAsync(Cancel);
    }

    private async Task<KeySourceAnswer> AskForKeysAsync()
    {
        using var source = new JwkSetSource(new(ImaginedIssuer.Keys), _issuer, _clock);
        return await source.AskAsync(Cancel);
    }
}
