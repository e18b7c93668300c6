using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

/// <summary>What the admin listener changes: keys and revocations.</summary>
public sealed class AdminChangesTests : IAsyncLifetime
{
    private const string Keys = "/.countersign/keys";
    private const string Revocations = "/.countersign/revocations";

    private RunningGateway _gateway = null!;

    public static TheoryData<string, string> Changes => new()
    {
        { "POST", Keys }, { "POST", Keys + "/x/rotate" }, { "DELETE", Keys + "/x" }, { "POST", Revocations }, { "DELETE", Revocations + "/1" },
    };

    public async ValueTask InitializeAsync()
    {
        StandardError.Keep();
        _gateway = await RunningGateway.StartAsync("""
            schemes:
              keys: { type: api-key, realm: api, allow-cleartext: true }
              tokens: { type: bearer, issuers: [{ issuer: "https://login.example", audiences: [api], keys: quick.htpasswd }] }
            routes:
              - { name: api, match: { path: /api }, access: { any-of: [keys], scopes: [read] }, upstream: UPSTREAM }
              - { name: rest, access: deny }
            """);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_key_is_created_shown_once_rotated_and_revoked()
    {
        var created = await PostAsync(Keys, """{"name":"ci","scopes":["read","write"],"owner":"ann","expires":"30d"}""");
        Assert.Equal((201, "application/json", "no-store"), (created.Status, created.Field("Content-Type"), created.Field("Cache-Control")));
        var (id, key) = (Text(created, "id"), Text(created, "key"));
        Assert.Equal(200, await StatusAsync(key));

        var rotated = await PostAsync($"{Keys}/{id}/rotate", """{"overlap":"0s"}""");
        Assert.Equal((201, id), (rotated.Status, Text(rotated, "replaces")));
        Assert.Equal("no-store", rotated.Field("Cache-Control"));
        Assert.Equal(401, await StatusAsync(key));
        Assert.Equal(200, await StatusAsync(Text(rotated, "key")));

        Assert.Equal(204, (await AskAsync("DELETE", $"{Keys}/{Text(rotated, "id")}")).Status);
        Assert.Equal(401, await StatusAsync(Text(rotated, "key")));
        Assert.Equal(404, (await AskAsync("DELETE", $"{Keys}/{Text(rotated, "id")}")).Status);

        var listed = (await _gateway.AskedAdminAsync(Keys)).Body;
        Assert.Contains($"\"replacedBy\":\"{Text(rotated, "id")}\"", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_of_every_change_and_from_where_it_came_and_of_no_secret()
    {
        const string Leaked = "a-token-that-was-found-somewhere";
        var created = await PostAsync(Keys, """{"name":"night shift"}""");
        var rotated = await PostAsync($"{Keys}/{Text(created, "id")}/rotate", "{}");
        await AskAsync("DELETE", $"{Keys}/{Text(rotated, "id")}");
        var session = (await PostAsync(Revocations, """{"kind":"sid","value":"lost-session","issuer":"https://login.example"}""")).Json.GetProperty("id").GetInt64();
        var token = (await PostAsync(Revocations, $$"""{"kind":"token","token":"{{Leaked}}"}""")).Json.GetProperty("id").GetInt64();
        await AskAsync("DELETE", $"{Revocations}/{session}");

        string[] lines =
        [
            $"API key {Text(created, "id")} (night shift) was created through the admin listener from 127.0.0.1",
            $"API key {Text(created, "id")} is replaced by {Text(rotated, "id")} and ends at ",
            $"API key {Text(rotated, "id")} was revoked through the admin listener from 127.0.0.1",
            $"Tokens were revoked through the admin listener from 127.0.0.1: revocation {session}, sid lost-session of https://login.example",
            $"Tokens were revoked through the admin listener from 127.0.0.1: revocation {token}, token {TokenHash.Of(Leaked)} of every issuer",
            $"Revocation {session} was undone through the admin listener from 127.0.0.1",
        ];
        foreach (var line in lines)
            Assert.True(await Eventually.IsSoAsync(() => StandardError.Text.Contains(line, StringComparison.Ordinal)), line);
        Assert.All([Text(created, "key"), Text(rotated, "key"), Leaked], secret => Assert.DoesNotContain(secret, StandardError.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_more_than_a_name_has_no_scope_and_no_end()
    {
        var created = await PostAsync(Keys, """{"name":"ci","owner":null}""");

        Assert.Equal(0, created.Json.GetProperty("scopes").GetArrayLength());
        Assert.Null(created.Json.GetProperty("expires").GetString());
    }

    [Fact]
    public async Task A_key_that_has_ended_is_not_rotated()
    {
        var key = _gateway.Host.Services.Keys.Create("ci").Record.Id;
        _gateway.Host.Services.Keys.Revoke(key);

        var reply = await PostAsync($"{Keys}/{key}/rotate", "{}");

        Assert.Equal((409, "The key was revoked; create a new one."), (reply.Status, Text(reply, "detail")));
        Assert.Equal(404, (await PostAsync($"{Keys}/nobody12/rotate", "{}")).Status);
    }

    [Fact]
    public async Task A_session_is_revoked_at_once_and_until_that_is_undone()
    {
        var added = await PostAsync(Revocations, """{"kind":"sid","value":"s","issuer":"https://login.example","reason":"laptop lost","until":"30d"}""");
        Assert.Equal((201, "application/json"), (added.Status, added.Field("Content-Type")));
        Assert.NotNull(Find(new("https://login.example", default) { Session = "s" }));
        Assert.Null(Find(new("https://elsewhere.example", default) { Session = "s" }));

        var listed = Assert.Single((await _gateway.AskedAdminAsync(Revocations)).Json.EnumerateArray());
        Assert.Equal(added.Json.GetRawText(), listed.GetRawText());
        Assert.Equal(["id", "kind", "value", "issuer", "created", "reason", "until"], listed.EnumerateObject().Select(member => member.Name));

        var undo = $"{Revocations}/{added.Json.GetProperty("id").GetInt64()}";
        Assert.Equal((204, ""), ((await AskAsync("DELETE", undo)).Status, (await _gateway.AskedAdminAsync(Revocations)).Body.Trim('[', ']')));
        Assert.Null(Find(new("https://login.example", default) { Session = "s" }));
        Assert.Equal(404, (await AskAsync("DELETE", undo)).Status);
        Assert.Equal(404, (await AskAsync("DELETE", Revocations + "/x")).Status);
    }

    [Theory]
    [InlineData("https://login.example/", "did you mean 'https://login.example'?")]
    [InlineData("urn:x", "possible here: https://login.example")]
    [InlineData("https://login.example", null)]
    [InlineData(null, null)]
    public async Task A_revocation_by_an_issuer_that_no_scheme_has_is_taken_with_a_warning(string? issuer, string? told)
    {
        var added = await PostAsync(Revocations, $$"""{"kind":"sid","value":"s"{{(issuer is null ? "" : $",\"issuer\":\"{issuer}\"")}}}""");

        Assert.Equal(201, added.Status);
        Assert.Equal(
            told is null ? null : $"No scheme of the configuration has the issuer '{issuer}', and this revokes nothing until one has; {told}",
            added.Json.TryGetProperty("warning", out var warning) ? warning.GetString() : null);
    }

    [Fact]
    public async Task A_token_is_revoked_with_its_other_text_and_never_comes_back()
    {
        var token = JwsWriter.Write(SigningKey.Create(JwsAlgorithm.ES256), """{"exp":1893672000}"""u8);

        var added = await PostAsync(Revocations, $$"""{"kind":"token","token":"{{token}}"}""");

        Assert.Equal((201, "2030-01-04T12:00:00Z"), (added.Status, Text(added, "until")));
        Assert.NotNull(Find(new("x", TokenHash.Of(token))));
        Assert.NotNull(Find(new("x", TokenHash.Of(Countersign.Gateway.Admin.EcdsaTwin.Of(token)!))));
        Assert.DoesNotContain(token[..20], added.Body, StringComparison.Ordinal);
        Assert.Equal(201, (await PostAsync(Revocations, $$"""{"kind":"token","value":"{{TokenHash.Of("other").ToString().ToUpperInvariant()}}"}""")).Status);
        Assert.NotNull(Find(new("x", TokenHash.Of("other"))));
    }

    [Theory]
    [InlineData(Keys, "{}", "'name'")]
    [InlineData(Keys, """{"name":""}""", "1 to 255")]
    [InlineData(Keys, """{"name":7}""", "'name' is a text.")]
    [InlineData(Keys, """{"name":"a","scope":["x"]}""", "'scope' is not known here; there are: name, owner, expires, scopes.")]
    [InlineData(Keys, """{"name":"a","scopes":"x"}""", "'scopes' is a list")]
    [InlineData(Keys, """{"name":"a","scopes":["x",1]}""", "'scopes' is a list")]
    [InlineData(Keys, """{"name":"a","scopes":["x y"]}""", "A scope")]
    [InlineData(Keys, """{"name":"a","owner":"a:b"}""", "colon")]
    [InlineData(Keys, """{"name":"a","expires":"soon"}""", "length of time")]
    [InlineData(Keys, """{"name":"a","name":"b"}""", "no JSON object")]
    [InlineData(Keys, """["a"]""", "no JSON object")]
    [InlineData(Keys, """{"name":"\ud800"}""", "no JSON object")]
    [InlineData(Keys, "{\"name\":\"\u00ff\"}", "no JSON object")]              // one octet on the wire: not UTF-8
    [InlineData(Keys, "", "no JSON object")]
    [InlineData(Keys, "{", "no JSON object")]
    [InlineData(Keys + "/x/rotate", """{"overlap":"-1d"}""", "length of time")]
    [InlineData(Keys + "/x/rotate", """{"name":"a"}""", "'name' is not known here")]
    [InlineData(Revocations, "{}", "'kind' is one of jti, sid, subject, token.")]
    [InlineData(Revocations, """{"kind":"sub","value":"a"}""", "'kind' is one of")]
    [InlineData(Revocations, """{"kind":"jti"}""", "'value' is needed.")]
    [InlineData(Revocations, """{"kind":"jti","value":""}""", "1 to 1000")]
    [InlineData(Revocations, """{"kind":"jti","value":"a\nb"}""", "control character")]
    [InlineData(Revocations, """{"kind":"jti","value":"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln"}""", "a whole token")]
    [InlineData(Revocations, """{"kind":"jti","token":"a"}""", "belongs to the kind token")]
    [InlineData(Revocations, """{"kind":"jti","value":"a","until":"0d"}""", "never")]
    [InlineData(Revocations, """{"kind":"token"}""", "one of both")]
    [InlineData(Revocations, """{"kind":"token","token":"a","value":"b"}""", "one of both")]
    [InlineData(Revocations, """{"kind":"token","value":"abc"}""", "64 hexadecimal digits")]
    [InlineData(Revocations, """{"kind":"token","token":"Bearer s3cr3t"}""", "no token has")]
    [InlineData(Revocations, """{"kind":"token","token":"a","issuer":"x"}""", "by its hash alone")]
    public async Task What_is_wrong_with_a_change_is_said_and_nothing_is_changed(string target, string content, string told)
    {
        var reply = await PostAsync(target, content);

        Assert.True(reply.Status == 400, reply.Raw);
        Assert.Contains(told, Text(reply, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", reply.Body, StringComparison.Ordinal);
        Assert.Empty(_gateway.Host.Services.Keys.List());
        Assert.Empty(_gateway.Host.Services.Revocations.List());
    }

    /// <summary>A page of another site may send these without asking, and a browser adds the password that it knows for this listener.</summary>
    [Theory]
    [InlineData()]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    [InlineData("Content-Type: text/plain; a=application/json")]
    [InlineData("Content-Type: application/json; charset=utf-16")]
    [InlineData("Content-Type: application/json", "Content-Encoding: gzip")]
    [InlineData("Content-Type: application/json", "Content-Type: text/plain")]
    public async Task Content_that_is_not_declared_as_JSON_changes_nothing(params string[] fields)
    {
        var key = _gateway.Host.Services.Keys.Create("ci").Record.Id;

        foreach (var target in new[] { Keys, Revocations, $"{Keys}/{key}/rotate" })
            Assert.Equal(415, (await AskAsync("POST", target, "{}", fields)).Status);
        Assert.Null(Assert.Single(_gateway.Host.Services.Keys.List()).ReplacedBy);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Nothing_is_changed_or_read_before_the_credential_was_checked(string method, string target)
    {
        // The content never comes: only the answer has to.
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _gateway.Admin.Port, TestContext.Current.CancellationToken);
        var head = RunningGateway.Written(method, target, $"Host: {_gateway.Admin.Authority}", "Content-Type: application/json", "Content-Length: 100");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        var status = new byte["HTTP/1.1 401".Length];
        await client.GetStream().ReadExactlyAsync(status, TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 401", Encoding.ASCII.GetString(status));
    }

    [Fact]
    public async Task Content_has_at_most_16_KiB()
    {
        var room = $$"""{"name":"a"}{{new string(' ', (16 * 1024) - 12)}}""";

        Assert.Equal(201, (await PostAsync(Keys, room)).Status);
        Assert.Equal(413, (await PostAsync(Keys, room + " ")).Status);
        Assert.Equal(413, (await AskAsync("POST", Keys, $"4001\r\n{new string(' ', 0x4001)}\r\n0\r\n\r\n", "Content-Type: application/json", "Transfer-Encoding: chunked")).Status);
    }

    [Theory]
    [InlineData(Keys + "/x", "GET, HEAD, DELETE")]
    [InlineData(Keys + "/x/rotate", "POST")]
    [InlineData(Revocations + "/1", "GET, HEAD, DELETE")]
    [InlineData("/.countersign/users/x", "GET, HEAD, PATCH, DELETE")]
    [InlineData("/.countersign/users/x/password", "PUT")]
    [InlineData("/.countersign/groups/x/members/x", "DELETE")]
    public async Task An_address_takes_its_methods_alone(string target, string methods)
    {
        foreach (var other in new[] { "GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS" }.Except(methods.Split(", ")))
        {
            var reply = await AskAsync(other, target);
            Assert.Equal((405, methods), (reply.Status, reply.Field("Allow")));
        }
    }

    private static string Text(Reply reply, string member) => reply.Json.GetProperty(member).GetString()!;

    private string? Find(TokenNames token) => _gateway.Host.Services.Revocations.Find(token);

    private async Task<int> StatusAsync(string key) => (await _gateway.GetAsync("/api", "X-API-Key: " + key)).Status;

    private Task<Reply> PostAsync(string target, string content) => AskAsync("POST", target, content, "Content-Type: application/json");

    private Task<Reply> AskAsync(string method, string target, string content = "", params string[] fields)
    {
        var length = fields.Any(field => field.StartsWith("Transfer-Encoding", StringComparison.Ordinal)) ? "X-Length: none" : $"Content-Length: {content.Length}";
        var head = RunningGateway.Written(method, target, [$"Host: {_gateway.Admin.Authority}", $"Authorization: Bearer {RunningGateway.AdminToken}", length, .. fields]);
        return RunningGateway.SendAsync(_gateway.Admin.Port, head + content);
    }
}
