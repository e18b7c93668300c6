using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>The token commands as a shell sees them.</summary>
public sealed class TokenCommandTests : IDisposable
{
    private const string Issuer = "https://login.example";
    private const string Audience = "https://api.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    [Fact]
    public async Task What_is_minted_decodes_and_verifies_and_is_shown_by_no_other_command()
    {
        var token = await MintAsync("--new-key", "ES256", "--key-out", PathOf("key.jwk"));
        await PublishAsync();

        var decoded = await Programs.CountersignWithInputAsync($"Authorization: Bearer {token}\n", "token", "decode");
        var verified = await VerifyAsync(token);

        Assert.True(decoded.Code == 0, decoded.Output + decoded.Error);
        Assert.Contains("signature not checked\ntaken off: the field name Authorization:, blanks, the scheme Bearer\n", decoded.Output, StringComparison.Ordinal);
        Assert.Contains("anna, whom it is about", decoded.Output, StringComparison.Ordinal);
        Assert.True(verified.Code == 0, verified.Output + verified.Error);
        Assert.Contains("It counts, and speaks for anna of https://login.example.", verified.Output, StringComparison.Ordinal);
        Assert.All([decoded, verified], ran => Assert.DoesNotContain(token.Split('.')[1], ran.Output + ran.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_is_printed_when_that_is_asked_for()
    {
        var token = await MintAsync("--new-key", "ES256");

        var text = await Programs.CountersignWithInputAsync(token, "token", "decode", "--full");
        var json = await Programs.CountersignWithInputAsync(token, "token", "decode", "--full", "--format", "json");

        Assert.Contains($"\ntoken: {token}\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(token, JsonDocument.Parse(json.Output).RootElement.GetProperty("token").GetString());
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("verify")]
    public async Task A_token_on_the_command_line_is_refused_and_not_shown_again(string command)
    {
        var token = await MintAsync("--new-key", "ES256");

        foreach (var arguments in new string[][] { [token], ["Bearer", token], [$"Bearer {token}"], ["--token", token], ["2YotnFZFEjr1zCsicMWpAA"] })
        {
            var ran = await Programs.CountersignWithInputAsync("", ["token", command, .. arguments]);

            Assert.Equal((2, ""), (ran.Code, ran.Output));
            Assert.Contains("A token is not taken from the command line", ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(arguments[^1], ran.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "", "token", "decode")]
    [InlineData(1, "\n", "token", "decode")]
    [InlineData(1, "2YotnFZFEjr1zCsicMWpAA\n", "token", "decode")]
    [InlineData(1, "x", "token", "decode", "missing.txt")]
    [InlineData(2, "x", "token", "decode", "a.txt", "b.txt")]
    [InlineData(2, "x", "token", "decode", "--date", "yesterday")]
    [InlineData(2, "x", "token", "decode", "--against", "example.org")]
    [InlineData(1, "x", "token", "verify", "--config", "missing.yaml")]
    [InlineData(2, "x", "token", "verify", "--issuer", "https://login.example")]
    [InlineData(2, "x", "token", "verify", "--audience", "a", "--jwks", "keys.json")]
    [InlineData(2, "x", "token", "verify", "--at", "soon")]
    [InlineData(2, "", "token", "mint")]
    [InlineData(2, "", "token", "mint", "--new-key", "none")]
    [InlineData(2, "", "token", "mint", "--new-key", "ES256", "--claim", "acr=mfa")]
    [InlineData(2, "", "token", "mint", "--new-key", "ES256", "--expires", "soon")]
    [InlineData(1, "", "token", "mint", "--key", "missing.jwk")]
    [InlineData(2, "", "token", "jwks")]
    [InlineData(2, "", "token", "jwks", "--new", "ES256")]
    [InlineData(2, "", "token", "jwks", "--new", "HS256", "--private-out", "x.jwk")]
    [InlineData(1, "", "token", "jwks", "missing.jwk")]
    public async Task Ends_with_the_code_that_tells_findings_from_wrong_usage(int code, string input, params string[] arguments)
    {
        var ran = await Programs.CountersignWithInputAsync(input, arguments);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_is_for_its_owner_alone_and_written_over_no_other()
    {
        await MintAsync("--new-key", "ES256", "--key-out", PathOf("key.jwk"));

        var again = await Programs.CountersignAsync("token", "jwks", "--new", "ES256", "--private-out", PathOf("key.jwk"));

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("key.jwk")));
        Assert.Equal((1, ""), (again.Code, again.Output));
        Assert.Contains("no key is written over another", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configurations_rules_and_a_routes_demands_are_judged()
    {
        var token = await MintAsync("--new-key", "ES256", "--key-out", PathOf("key.jwk"), "--scope", "read");
        await PublishAsync();
        await File.WriteAllTextAsync(PathOf("site.yaml"), $$"""
            store: sqlite:./site.db
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{Issuer}}", keys: keys.json, audiences: ["{{Audience}}"] }] }
            routes:
              - { name: reading, access: { any-of: [tokens], scopes: [read] }, upstream: "http://127.0.0.1:9" }
              - { name: writing, access: { any-of: [tokens], scopes: [read, write] }, upstream: "http://127.0.0.1:9" }
            """, TestContext.Current.CancellationToken);

        var reading = await Programs.CountersignWithInputAsync(token, "token", "verify", "-c", PathOf("site.yaml"), "--route", "reading");
        var writing = await Programs.CountersignWithInputAsync(token, "token", "verify", "-c", PathOf("site.yaml"), "--route", "writing", "--format", "json");
        var later = await Programs.CountersignWithInputAsync(token, "token", "verify", "-c", PathOf("site.yaml"), "--scheme", "tokens", "--at", "2126-01-01T00:00:00Z", "--format", "json");

        Assert.True(reading.Code == 0, reading.Output + reading.Error);
        var refused = JsonDocument.Parse(writing.Output).RootElement;
        Assert.Equal((1, "scope-insufficient", 403), (writing.Code, refused.GetProperty("reason").GetString(), refused.GetProperty("status").GetInt32()));
        Assert.Equal("failed", refused.GetProperty("demands")[0].GetProperty("outcome").GetString());
        Assert.Equal("bearer-token-expired", JsonDocument.Parse(later.Output).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_servers_clock_is_asked_without_the_token()
    {
        await using var upstream = await LocalUpstream.StartAsync();
        var token = await MintAsync("--new-key", "ES256");

        var ran = await Programs.CountersignWithInputAsync(token, "token", "decode", "--against", upstream.Url);
        var nobody = await Programs.CountersignWithInputAsync(token, "token", "decode", "--against", $"http://127.0.0.1:{Site.FreePort()}/");

        Assert.Contains("the server's Date agrees with this machine's clock", ran.Output, StringComparison.Ordinal);
        Assert.Contains("; by the server's Date, expires in ", ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, nobody.Code);
        Assert.Contains("is not known: ", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_typed_unseen()
    {
        using var terminal = Terminal.Start("token decode");
        await terminal.AnswerAsync("Token: ", "2YotnFZFEjr1zCsicMWpAA");

        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("an opaque token", terminal.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("2YotnFZFEjr1zCsicMWpAA", terminal.Shown, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<string> MintAsync(params string[] arguments)
    {
        var ran = await Programs.CountersignAsync(["token", "mint", "--issuer", Issuer, "--audience", Audience, "--subject", "anna", .. arguments]);
        Assert.True(ran.Code == 0, ran.Error);
        return ran.Output.Trim();
    }

    private async Task PublishAsync()
    {
        var keys = await Programs.CountersignAsync("token", "jwks", PathOf("key.jwk"));
        Assert.True(keys.Code == 0, keys.Error);
        await File.WriteAllTextAsync(PathOf("keys.json"), keys.Output, TestContext.Current.CancellationToken);
    }

    private Task<Ran> VerifyAsync(string token) =>
        Programs.CountersignWithInputAsync(token, "token", "verify", "--jwks", PathOf("keys.json"), "--issuer", Issuer, "--audience", Audience);
}
