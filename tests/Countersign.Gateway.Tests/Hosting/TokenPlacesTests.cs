using System.Text;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Countersign.Tokens.Keys;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Tokens in forms and queries at a running gateway (RFC 6750 §2.2, §2.3): they open the route, and go no further.</summary>
public sealed class TokenPlacesTests : IAsyncLifetime
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded";

    private const string Yaml = """
        schemes:
          field: { type: bearer, realm: Field, allow-cleartext: true, issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
          anywhere: { type: bearer, realm: Anywhere, allow-cleartext: true, token-in: [field, form, query], issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
          proven: { type: dpop, tokens: anywhere, allow-cleartext: true }
          devices: { type: digest, realm: "devices@example.org", htdigest: devices.htdigest, qop: [auth-int] }
          staff: { type: basic, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: field, match: { path: /field/** }, access: { any-of: [field] }, upstream: UPSTREAM }
          - { name: mixed, match: { path: /mixed/** }, access: { any-of: [devices, staff, anywhere] }, upstream: UPSTREAM }
          - { name: proven, match: { path: /proven/** }, access: { any-of: [proven] }, upstream: UPSTREAM }
          - { name: forwarded, match: { path: /forwarded/** }, access: { any-of: [anywhere] }, authorization: forward, upstream: UPSTREAM }
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: orders, match: { path: /orders/** }, access: { any-of: [anywhere], scopes: [write] }, resource: "https://api.example.org/orders", upstream: UPSTREAM }
          - { name: all, access: { any-of: [anywhere] }, upstream: UPSTREAM }

        """;

    private static readonly SigningKey Issuer = AccessToken.NewKey("i1");

    private readonly List<string> _contents = [];
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        StandardError.Keep();
        _gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(KeepAsync), ("local.jwks", JwkWriter.WriteSet([Issuer.Verifier])));
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("/a?access_token=T", "/a")]
    [InlineData("/a?x=%zz&access_token=T&&y=+", "/a?x=%zz&&y=+")]
    [InlineData("/a?access%5Ftoken=T&access_token=", "/a")]
    public async Task A_token_in_the_query_opens_and_is_taken_out(string target, string forwarded)
    {
        var reply = await _gateway.GetAsync(With(target, Token()));

        Assert.Equal((200, "private"), (reply.Status, reply.Field("Cache-Control")));
        Assert.Equal(forwarded, _gateway.Upstream.Last.Target);
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Theory]
    [InlineData("access_token=T", "", false)]
    [InlineData("a=%e4+b&access_token=T&c", "a=%e4+b&c", false)]
    [InlineData("a=%e4+b&access%5ftoken=T&c", "a=%e4+b&c", true)]
    public async Task A_token_in_a_form_opens_and_is_taken_out(string form, string forwarded, bool isChunked)
    {
        var reply = await PostAsync("/a", With(form, Token()), isChunked, "Content-Digest: sha-256=:x:");

        Assert.Equal(200, reply.Status);
        Assert.Equal([forwarded], _contents);
        Assert.Null(_gateway.Upstream.Last.Field("Content-Digest"));
        Assert.Equal(isChunked ? null : forwarded.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), _gateway.Upstream.Last.Field("Content-Length"));
    }

    [Fact]
    public async Task A_form_without_a_token_goes_on_as_it_came()
    {
        Assert.Equal(200, (await PostAsync("/a", "a=b&x=%", false, AccessToken.Bearer(Token()), "Content-Digest: sha-256=:x:")).Status);

        Assert.Equal(["a=b&x=%"], _contents);
        Assert.Equal("sha-256=:x:", _gateway.Upstream.Last.Field("Content-Digest"));
    }

    [Theory] // RFC 6750 §2: MUST NOT use more than one method
    [InlineData("/a?access_token=T", null, true)]
    [InlineData("/a?access_token=T&access_token=T", null, false)]
    [InlineData("/a", "access_token=T", true)]
    [InlineData("/a?access_token=T", "access_token=T", false)]
    [InlineData("/a?access_token=%2", null, false)]
    [InlineData("/a", "access_token=a%zz", false)]
    public async Task Anything_but_one_token_is_an_invalid_request(string target, string? form, bool hasField)
    {
        var token = Token();
        string[] fields = hasField ? [AccessToken.Bearer(token)] : [];

        var reply = form is null ? await _gateway.GetAsync(With(target, token), fields) : await PostAsync(With(target, token), With(form, token), false, fields);

        Assert.Equal((400, "bearer-malformed", "no-store"), (reply.Status, reply.Reason, reply.Field("Cache-Control")));
        Assert.Equal(["Bearer realm=\"Anywhere\", error=\"invalid_request\", error_description=\"The request holds no single token\""], reply.Challenges);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Fact]
    public async Task Where_none_is_taken_it_counts_as_nothing_and_the_operator_is_told()
    {
        var token = Token();
        var query = await _gateway.GetAsync("/field/a?access_token=" + token);
        var form = await PostAsync("/field/a", "access_token=" + token);

        Assert.Equal((401, 401), (query.Status, form.Status));
        Assert.Equal(["Bearer realm=\"Field\""], query.Challenges);
        var told = Explanation.Of(await _gateway.JournalAsync(query.Reference), _gateway.Configuration).FailedChecks;
        Assert.Contains(told, check => check.Evidence == "A token came in the query, where 'field' takes none: it stands in logs and histories now.");
        await IsNowhereAsync(token, [query, form]);

        // The upstream's own affair, as ever.
        Assert.Equal(200, (await _gateway.GetAsync("/field/a?access_token=other", AccessToken.Bearer(token))).Status);
        Assert.Equal("/field/a?access_token=other", _gateway.Upstream.Last.Target);
        Assert.Equal(200, (await _gateway.GetAsync("/open/a?access_token=other")).Status);
        Assert.Equal("/open/a?access_token=other", _gateway.Upstream.Last.Target);
    }

    [Fact] // RFC 9449 §7.1
    public async Task A_token_with_a_proof_comes_in_the_field_alone()
    {
        var client = AccessToken.NewKey("client");
        var token = AccessToken.Write("local", Issuer, AccessToken.BoundTo(client));
        var fields = AccessToken.Dpop(client, token, "/proven/a");

        Assert.Equal(401, (await _gateway.GetAsync("/proven/a?access_token=" + token, fields[1])).Status);
        Assert.Equal(401, (await _gateway.GetAsync("/a?access_token=" + token, fields[1])).Status);
    }

    [Fact]
    public async Task Whoever_else_is_let_in_takes_no_token_along_either()
    {
        var token = Token();

        Assert.Equal(200, (await PostAsync("/mixed/a?access_token=nobodys", "a=b&access_token=", false, Credential.Basic("carl", "sha1-user"))).Status);
        Assert.Equal(("carl", "/mixed/a"), (_gateway.Upstream.Last.Field("X-Forwarded-User"), _gateway.Upstream.Last.Target));
        Assert.Equal(200, (await PostAsync("/mixed/a", $"a=b&access_token={token}", false, Credential.Basic("carl", "wrong"))).Status);
        Assert.Equal(["a=b", "a=b"], _contents);
    }

    [Fact]
    public async Task A_content_is_read_for_each_scheme_that_looks_into_it()
    {
        const string Content = "a=b&c=d";
        var challenge = Credential.ChallengeOf(await _gateway.GetAsync("/mixed/a"));

        var reply = await PostAsync("/mixed/a", Content, false, Credential.Digest(challenge, "/mixed/a", method: "POST", content: Content));

        Assert.Equal(200, reply.Status);
        Assert.Equal([Content], _contents);
    }

    [Fact]
    public async Task Where_the_field_goes_on_so_does_the_parameter()
    {
        var token = Token();

        Assert.Equal(200, (await PostAsync("/forwarded/a", "access_token=" + token)).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/forwarded/a?access_token=" + token)).Status);

        Assert.Equal("access_token=" + token, _contents[0]);
        Assert.Equal("/forwarded/a?access_token=" + token, _gateway.Upstream.Last.Target);
    }

    [Fact]
    public async Task A_form_that_is_too_large_to_look_into_is_refused()
    {
        var large = await PostAsync("/a", $"access_token={Token()}&a={new string('a', 65536)}");
        var chunked = await PostAsync("/a", $"a={new string('a', 65536)}", true, AccessToken.Bearer(Token()));

        Assert.Equal((413, 413), (large.Status, chunked.Status));
        Assert.Equal("content-too-large", large.Reason);
        Assert.Empty(_gateway.Upstream.All);

        // Another scheme need not look into it.
        var content = "a=" + new string('a', 65536);
        Assert.Equal(200, (await PostAsync("/mixed/a", content, true, Credential.Basic("carl", "sha1-user"))).Status);
        Assert.Equal([content], _contents);
    }

    [Fact]
    public async Task Nobody_reads_a_token_wherever_it_came_and_whatever_became_of_it()
    {
        using var spans = new EndedSpans(_gateway);
        var (bad, good) = (Token()[..^4] + "AAAA", Token());
        Reply[] replies =
        [
            await _gateway.GetAsync("/a?access_token=" + bad),
            await PostAsync("/a", "access_token=" + bad),
            await _gateway.GetAsync("/a?access_token=" + good),
            await PostAsync("/a", "access_token=" + good),
            await _gateway.GetAsync("/orders/a?access_token=" + good),
            await _gateway.GetAsync($"/a?access_token={good}&access_token={good}"),
            await _gateway.GetAsync("/.countersign/a?access_token=" + good),
            await _gateway.GetAsync("/a%2Fb?access_token=" + good),
            await _gateway.GetAsync("/a?access_token=" + bad, "Accept: text/html"),
            await _gateway.GetAsync("/a?access_token=" + bad, "Content-Type: application/grpc"),
        ];

        Assert.Equal([401, 401, 200, 200, 403, 400, 404, 400, 401, 401], replies.Select(reply => reply.Status));
        Assert.Contains("error=\"insufficient_scope\"", Assert.Single(replies[4].Challenges), StringComparison.Ordinal);
        await IsNowhereAsync(bad, replies);
        await IsNowhereAsync(good, replies);
        foreach (var span in spans.All)
            Assert.All(span.TagObjects, tag => Assert.DoesNotContain("access_token", tag.Value?.ToString() ?? "", StringComparison.Ordinal));
    }

    [Fact] // RFC 9728 §2
    public async Task The_metadata_of_the_resource_name_the_places()
    {
        var reply = await _gateway.GetAsync("/.well-known/oauth-protected-resource/orders", "Host: api.example.org");

        Assert.Equal(["header", "body", "query"], reply.Json.GetProperty("bearer_methods_supported").EnumerateArray().Select(place => place.GetString()));
    }

    private static string Token() => AccessToken.Write("local", Issuer);

    private static string With(string text, string token) => text.Replace("=T", "=" + token, StringComparison.Ordinal);

    private Task<Reply> PostAsync(string target, string form, bool isChunked = false, params string[] fields)
    {
        var framing = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {form.Length}";
        var content = isChunked ? $"{form.Length:x}\r\n{form}\r\n0\r\n\r\n" : form;
        return _gateway.RawAsync(RunningGateway.Written("POST", target, [Form, framing, .. fields]) + content);
    }

    private async Task KeepAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
        if (await reader.ReadToEndAsync() is var content && HttpMethods.IsPost(context.Request.Method))
            _contents.Add(content);
    }

    /// <summary>Neither in answers, log and journal, nor in metrics and on the standard error; of its parts the two that are its own.</summary>
    private async Task IsNowhereAsync(string token, Reply[] replies)
    {
        foreach (var reply in replies.Where(reply => reply.Status >= 400))
            await _gateway.Log.FindAsync(reply.Reference);
        var stored = string.Concat(Directory.GetFiles(_gateway.Files.Folder, "countersign.db*").Select(ReadShared));
        var journal = (await _gateway.AskedAdminAsync("/.countersign/journal")).Body;
        string[] texts = [.. replies.Select(reply => reply.Raw), _gateway.Log.Text(), stored, journal, await _gateway.MetricsAsync(), StandardError.Text];
        foreach (var part in token.Split('.')[1..])
            Assert.All(texts, text => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
