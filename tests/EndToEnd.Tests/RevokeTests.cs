using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>Tokens that an operator calls back.</summary>
public sealed class RevokeTests : IAsyncLifetime
{
    // RFC 7515 §A.1, whose exp was in 2011.
    private const string Token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Names_are_revoked_listed_and_undone()
    {
        var subject = await _site.CountersignAsync("revoke", "subject", "jörg", "--issuer", "https://login.example", "--reason", "left", "--until", "never");
        var session = await _site.CountersignAsync("revoke", "session", "s1");

        Assert.Equal((0, "1\n"), (subject.Code, subject.Output));
        Assert.Equal(
            "Revoked, kept without end; 'countersign revoke undo 1' takes it back.\n"
            + "warning: No scheme of the configuration has the issuer 'https://login.example', and this revokes nothing until one has; it has no issuers\n",
            subject.Error);
        Assert.Equal("2\n", session.Output);
        var listed = await _site.CountersignAsync("revoke", "list");
        Assert.Matches("^1\tsubject\tjörg\thttps://login.example\t[^\t]+\tkept without end\tleft\n2\tsid\ts1\tevery issuer\t[^\t]+\tkept until [^\t]+Z\t\n$", listed.Output);
        var rows = JsonDocument.Parse((await _site.CountersignAsync("revoke", "list", "--format", "json")).Output).RootElement;
        Assert.Equal(["subject", "sid"], rows.EnumerateArray().Select(row => row.GetProperty("kind").GetString()));
        Assert.Equal("jörg", rows[0].GetProperty("value").GetString());

        Assert.Equal((0, "revocation 1 undone\n"), await CodeAndErrorAsync("revoke", "undo", "1"));
        Assert.Equal((1, "countersign: there is no such revocation; 'countersign revoke list' shows them.\n"), await CodeAndErrorAsync("revoke", "undo", "1"));
    }

    [Fact]
    public async Task A_token_comes_on_the_standard_input_and_its_hash_alone_is_kept()
    {
        var revoked = await Programs.CountersignWithInputAsync(Token + "\n", "revoke", "token", "--config", _site.Configuration);

        Assert.True(revoked.Code == 0, revoked.Error);
        var row = JsonDocument.Parse((await _site.CountersignAsync("revoke", "list", "--format", "json")).Output).RootElement[0];
        Assert.Equal(("token", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Token)))), (row.GetProperty("kind").GetString(), row.GetProperty("value").GetString()));

        // Ended long ago, so a day is enough.
        var term = row.GetProperty("until").GetDateTimeOffset() - row.GetProperty("created").GetDateTimeOffset();
        Assert.InRange(term, TimeSpan.FromDays(1) - TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        Assert.DoesNotContain(Token[..40], revoked.Output + revoked.Error + Encoding.Latin1.GetString(await FilesAsync()), StringComparison.Ordinal);

        // The same by its hash is the same.
        Assert.Equal("1\n", (await _site.CountersignAsync("revoke", "token", "--hash", row.GetProperty("value").GetString()!.ToUpperInvariant())).Output);
    }

    [Theory]
    [InlineData("", "There is no token.")]
    [InlineData("Bearer abc\n", "The token has a character that no token has; give it alone, without a scheme, quotes or blanks.")]
    public async Task What_is_no_token_is_not_revoked(string input, string told)
    {
        var ran = await Programs.CountersignWithInputAsync(input, "revoke", "token", "--config", _site.Configuration);

        Assert.Equal((1, "", $"countersign: {told}\n"), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task A_token_is_typed_unseen_on_a_terminal()
    {
        using var terminal = Terminal.Start($"revoke token --config '{_site.Configuration}'");
        await terminal.AnswerAsync("Token: ", Token);

        Assert.True(await terminal.EndAsync() == 0, terminal.Shown);
        Assert.DoesNotContain(Token[..20], terminal.Shown, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Error)> CodeAndErrorAsync(params string[] arguments)
    {
        var ran = await _site.CountersignAsync(arguments);
        return (ran.Code, ran.Error);
    }

    private async Task<byte[]> FilesAsync()
    {
        var all = new List<byte>();
        foreach (var file in Directory.GetFiles(_site.PathOf(""), "countersign.db*"))
            all.AddRange(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        return [.. all];
    }
}
