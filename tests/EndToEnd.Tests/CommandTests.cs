using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>The commands as a shell sees them: exit codes, what goes to which stream, colours, and passwords that are typed.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "--help")]
    [InlineData(0, "key", "create", "--help")]
    [InlineData(0, "read", "challenge", "Basic realm=\"x\"")]
    [InlineData(0, "read", "credentials", "Basic eDp5")]
    [InlineData(1, "read", "challenge", "Basic realm=\"x")]
    [InlineData(1, "read", "challenge", "Basic realm=\"x", "--format", "json")]
    [InlineData(1, "read", "credentials", "")]
    [InlineData(1, "check")]
    [InlineData(1, "check", "no-such-file.yaml")]
    [InlineData(1, "run", "--config", "no-such-file.yaml")]
    [InlineData(1, "explain", "0000000000000000", "--config", "no-such-file.yaml")]
    [InlineData(1, "route", "GET", "http://localhost/", "--config", "no-such-file.yaml")]
    [InlineData(1, "key", "list", "--config", "no-such-file.yaml")]
    [InlineData(1, "user", "list", "--config", "no-such-file.yaml")]
    [InlineData(1, "group", "list", "--config", "no-such-file.yaml")]
    [InlineData(1, "session", "list", "--config", "no-such-file.yaml")]
    [InlineData(1, "session", "revoke", "--all", "--config", "no-such-file.yaml")]
    [InlineData(0, "inspect", "--list-checks")]
    [InlineData(1, "inspect", "no-such-file.har")]
    [InlineData(1, "inspect", "-")]
    [InlineData(2, "inspect")]
    [InlineData(1, "inspect", "--token", "not.a.token")]
    [InlineData(1, "inspect", "--token", "@no-such-file")]
    [InlineData(2, "inspect", "-", "--token", "-")]
    [InlineData(2, "inspect", "--token", "-", "--format", "sarif")]
    [InlineData(2, "inspect", "-", "--token", "@no-such-file", "--at", "2026-11-23T08:00:00Z")]
    [InlineData(2, "inspect", "--token", "-", "--at", "soon")]
    [InlineData(2, "inspect", "-", "--fail-on", "panic")]
    [InlineData(0, "crawl", "--list-checks")]
    [InlineData(1, "crawl", "http://127.0.0.1:1/")]
    [InlineData(2, "crawl")]
    [InlineData(2, "crawl", "ftp://www.example.org/")]
    [InlineData(2, "crawl", "https://anna:secret@www.example.org/")]
    [InlineData(2, "crawl", "https://www.example.org/", "--rate", "0")]
    [InlineData(2, "crawl", "https://www.example.org/", "--unlimited", "--rate", "1")]
    [InlineData(2, "crawl", "https://www.example.org/", "--max-pages", "none")]
    [InlineData(1, "classify", "no-such-file.log")]
    [InlineData(1, "classify", "-")]
    [InlineData(2, "classify")]
    [InlineData(2, "classify", "-", "-")]
    [InlineData(2, "classify", "-", "--log-format", "$status")]
    [InlineData(2, "classify", "-", "--since", "soon")]
    [InlineData(2, "classify", "-", "--deploy", "soon")]
    [InlineData(2, "classify", "-", "--fail-above", "all")]
    [InlineData(2, "inspect", "x.har", "--as", "browser")]
    [InlineData(2, "inspect", "https://a.example", "--origin", "https://b.example")]
    [InlineData(2, "inspect", "https://a.example", "--probe-paths")]
    [InlineData(2, "inspect", "https://a.example", "--probe", "--probe-methods", "CONNECT")]
    [InlineData(2)]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "check", "a.yaml", "b.yaml")]
    [InlineData(2, "read", "challenge")]
    [InlineData(2, "read", "challenge", "Basic", "--format", "xml")]
    [InlineData(2, "run", "--no-such-option")]
    [InlineData(2, "key", "create")]
    [InlineData(2, "key", "create", "--name", "x", "--expires", "soon")]
    [InlineData(1, "revoke", "list", "--config", "no-such-file.yaml")]
    [InlineData(1, "revoke", "token", "--config", "no-such-file.yaml")]
    [InlineData(2, "revoke")]
    [InlineData(2, "revoke", "undo", "first")]
    [InlineData(2, "revoke", "session", "x", "--until", "soon")]
    [InlineData(2, "key", "rotate")]
    [InlineData(2, "key", "rotate", "x", "--overlap", "0")]
    [InlineData(2, "user", "add", "a:b")]
    [InlineData(2, "hash", "--kind", "rot13")]
    [InlineData(2, "@no-response-file")]
    public async Task Ends_with_the_code_that_tells_findings_from_wrong_usage(int code, params string[] arguments)
    {
        var ran = await Programs.CountersignWithInputAsync("", arguments);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
        Assert.DoesNotContain("Unhandled exception", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        if (code == 2)
            Assert.NotEmpty(ran.Error.Trim());
    }

    [Theory]
    [InlineData("key", "create", "--name", "ci")]
    [InlineData("key", "list")]
    [InlineData("revoke", "id", "x")]
    [InlineData("revoke", "list")]
    [InlineData("user", "list")]
    [InlineData("group", "list")]
    [InlineData("session", "list")]
    [InlineData("session", "revoke", "--all")]
    public async Task Says_in_a_line_what_is_wrong_with_a_store(params string[] arguments)
    {
        await using var site = await Site.CreateAsync();
        await site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");
        await site.WriteAsync("countersign.db", "This is a text and no database, and long enough to be taken for the first page of one if nobody looked at it.");

        var ran = await site.CountersignAsync(arguments);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Matches("^countersign: The store [^\n]*countersign.db is damaged or not a SQLite file[^\n]*\n$", ran.Error);
    }

    [Theory]
    [InlineData("api_keys", "key", "create", "--name", "ci")]
    [InlineData("revocations", "revoke", "id", "x")]
    public async Task Says_in_a_line_that_a_store_takes_nothing_more(string table, params string[] arguments)
    {
        await using var site = await Site.CreateAsync();
        await site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");
        Store.Open("sqlite:" + site.PathOf("countersign.db")).Dispose();
        await using (var connection = new SqliteConnection($"Data Source={site.PathOf("countersign.db")};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TRIGGER no_more BEFORE INSERT ON {table} BEGIN SELECT RAISE(FAIL, 'no more'); END";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var ran = await site.CountersignAsync(arguments);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Matches("^countersign: The store [^\n]*countersign.db can't be used: [^\n]*no more[^\n]*\n$", ran.Error);
    }

    [Fact]
    public async Task Puts_findings_on_the_output_and_its_own_failures_on_the_error_stream()
    {
        var finding = await Programs.CountersignAsync("read", "challenge", "Basic realm=\"x");
        var failure = await Programs.CountersignAsync("key", "list", "--config", "no-such-file.yaml");

        Assert.Equal("", finding.Error);
        Assert.StartsWith("invalid", finding.Output, StringComparison.Ordinal);
        Assert.Equal("", failure.Output);
        Assert.Contains("no-such-file.yaml:1:1: error file-missing: there is no such file\n", failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_points_at_the_fault()
    {
        var ran = await Programs.CountersignAsync("read", "challenge", "Basic realm=x y, charset=\"UTF-8\"");

        var lines = ran.Output.Split('\n');
        var value = Array.FindLastIndex(lines, line => line == "  Basic realm=x y, charset=\"UTF-8\"");
        Assert.True(value > 0, ran.Output);
        Assert.Equal("Basic realm=x ".Length + 2, lines[value + 1].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_lets_no_value_steer_the_terminal()
    {
        var ran = await Programs.CountersignAsync("read", "challenge", "Basic realm=\"\e[31m\u202e\"");

        Assert.DoesNotContain("\e", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_tells_credentials_in_the_shape_of_the_contract()
    {
        var ran = await Programs.CountersignWithInputAsync("Basic eDp5\n\nDigest username=\"a\", nc=00000001\n", "read", "credentials", "-");

        var answers = ran.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([true, false, true], answers.Select(answer => answer.GetProperty("valid").GetBoolean()));
        Assert.Equal("eDp5", answers[0].GetProperty("credentials").GetProperty("token68").GetString());
        Assert.Equal(JsonValueKind.Null, answers[1].GetProperty("credentials").ValueKind);
        Assert.Equal("""[["username","a"],["nc","00000001"]]""", answers[2].GetProperty("credentials").GetProperty("params").GetRawText());
        var fault = answers[1].GetProperty("faults")[0];
        Assert.Equal(["start", "length", "kind"], fault.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Read_takes_lines_of_any_length_and_judges_those_that_are_too_long()
    {
        var ran = await Programs.CountersignWithInputAsync($"Basic realm=\"{new string('x', 60_000)}\"\nBasic realm=\"{new string('x', 200_000)}\"\nBasic realm=\"y\"\n", "read", "challenge", "-");

        Assert.Equal(0, ran.Code);
        var valid = ran.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal([true, false, true], valid);
    }

    [Theory]
    [InlineData("read challenge 'Basic realm=x y'")]
    [InlineData("check tests/Fixtures/broken/misspelt-access.yaml")]
    public async Task Is_colourful_on_a_terminal_and_plain_where_that_is_unwanted(string arguments)
    {
        arguments = arguments.Replace("tests/", Checkout.Root + "/tests/", StringComparison.Ordinal);

        Assert.Contains("\e[", await ShownAsync(arguments, ("NO_COLOR", ""), ("TERM", "xterm")), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", await ShownAsync(arguments, ("NO_COLOR", "1"), ("TERM", "xterm")), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", (await Programs.RunAsync("env", ["-u", "NO_COLOR", "TERM=xterm", "bash", "-c", $"dotnet exec '{Checkout.Command}' {arguments} | cat"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "pw\n", "--kind", "apr1")]
    [InlineData(0, "pw\n", "--kind", "bcrypt", "--cost", "4")]
    [InlineData(1, "", "--kind", "bcrypt")]
    [InlineData(2, "pw\n", "--cost", "99")]
    [InlineData(2, "pw\n", "--user", "a:b")]
    [InlineData(2, "pw\n", "--user", "#a")]
    [InlineData(2, "pw\n", "--digest", "realm")]
    [InlineData(2, "pw\n", "--user", "a", "--digest", "re:alm")]
    public async Task Hash_ends_with_the_code_that_tells_what_was_wrong(int code, string input, params string[] options)
    {
        var ran = await Programs.CountersignWithInputAsync(input, ["hash", .. options]);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
        Assert.Equal(code == 0, ran.Output.Length > 0);
        Assert.Equal(code != 0, ran.Error.Length > 0);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("user add")]
    [InlineData("user passwd")]
    public async Task Says_what_to_install_where_the_machine_has_no_libcrypt(string command)
    {
        await using var site = await Site.CreateAsync();
        await site.ConfigureAsync("routes:\n  - { name: all, access: deny }\n");

        // The loader finds what is no library, and looks no further.
        foreach (var name in new[] { "libcrypt.so.1", "libcrypt.so.2" })
            await site.WriteAsync(name, "");
        string[] arguments = command == "hash" ? ["hash"] : [.. command.Split(' '), "eva", "--config", site.Configuration];
        var ran = await Programs.RunAsync("env", [$"LD_LIBRARY_PATH={site.PathOf("")}", "dotnet", "exec", Checkout.Command, .. arguments], "s3cret\n");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith("countersign: libcrypt.so.1 (libxcrypt) is not on this machine", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("SHA-256", "")]
    [InlineData("SHA-512-256", "{SHA-512-256}b1a75c679c8a930be3042703527df90fa3490462749e920fa94b5f3ca3532476")] // by OpenSSL
    [InlineData("MD5", "")]
    public async Task Hash_makes_htdigest_lines(string algorithm, string known)
    {
        var ran = await Programs.CountersignWithInputAsync("pä ss\n", "hash", "--user", "jörg", "--digest", "my realm", "--algorithm", algorithm);

        var text = Encoding.UTF8.GetBytes("jörg:my realm:pä ss");
        var expected = known.Length > 0 ? known : Convert.ToHexStringLower(algorithm == "MD5" ? MD5.HashData(text) : SHA256.HashData(text));
        Assert.Equal($"jörg:my realm:{expected}\n", ran.Output);
    }

    [Fact]
    public async Task Hash_asks_twice_on_a_terminal_and_shows_nothing_of_what_is_typed()
    {
        using var terminal = Terminal.Start("hash --kind apr1 --user eva");
        await terminal.AnswerAsync("Password: ", "s3cret word");
        await terminal.AnswerAsync("Again: ", "s3cret word");

        Assert.True(await terminal.EndAsync() == 0, terminal.Shown);
        Assert.Contains("eva:$apr1$", terminal.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hash_refuses_two_passwords_that_differ()
    {
        using var terminal = Terminal.Start("hash --kind apr1");
        await terminal.AnswerAsync("Password: ", "one");
        await terminal.AnswerAsync("Again: ", "two");

        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("differ", terminal.Shown, StringComparison.Ordinal);
    }

    private static async Task<string> ShownAsync(string arguments, params (string, string)[] environment)
    {
        using var terminal = Terminal.Start(arguments, environment);
        await terminal.EndAsync();
        return terminal.Shown;
    }
}
