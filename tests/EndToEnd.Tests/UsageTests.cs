using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Cli;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>What somebody meets who uses the command for the first time.</summary>
public sealed partial class UsageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    public static TheoryData<string> Commands => [.. Walk(CountersignCommand.Create(), "countersign").Select(entry => entry.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_tells_in_a_sentence_what_it_does_and_shows_examples_that_parse(string path)
    {
        var command = Walk(CountersignCommand.Create(), "countersign").Single(entry => entry.Path == path).Command;

        Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
        Assert.NotEmpty(CommandWithExamples.Of(command));
        Assert.All(CommandWithExamples.Of(command), example =>
        {
            Assert.Contains(path, example, StringComparison.Ordinal);
            Assert.Empty(CountersignCommand.Create().Parse([.. ArgumentsOf(example)], new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors);
        });
    }

    [Fact]
    public async Task Help_ends_with_the_examples()
    {
        var help = await Programs.CountersignAsync("key", "create", "--help");

        Assert.Equal(0, help.Code);
        Assert.Matches(@"Options:(?s:.)*--expires(?s:.)*Examples:\n  countersign key create ", help.Output);
    }

    [Theory]
    [InlineData("'countersign' does not know 'chek'; did you mean 'check'?\nTry 'countersign --help'.", "chek")]
    [InlineData("'countersign run' does not know '--lissen'; did you mean '--listen'?\nTry 'countersign run --help'.", "run", "--lissen")]
    [InlineData("Argument 'yaml' not recognized. Must be one of: 'text', 'json'\nTry 'countersign user list --help'.", "user", "list", "--format", "yaml")]
    [InlineData("--listen has a name; a listener needs an address, localhost or *; write http://ADDRESS:PORT.\nTry 'countersign run --help'.", "run", "--listen", "http://example.org")]
    [InlineData("A scope has 1 to 255 printable ASCII characters and no space, quotation mark or backslash.\nTry 'countersign key create --help'.", "key", "create", "--name", "ci", "--scope", "a b")]
    [InlineData("A scope has 1 to 255 printable ASCII characters and no space, quotation mark or backslash.\nTry 'countersign key create --help'.", "key", "create", "--name", "ci", "--scope", "read", "--scope", "")]
    [InlineData("A text here has 1 to 255 characters and no control character or blank around it.\nTry 'countersign key create --help'.", "key", "create", "--name", "a\tb")]
    [InlineData("A name has 1 to 255 characters and no colon, control character, code point that no text has, or blank around it.\nTry 'countersign key create --help'.", "key", "create", "--name", "ci", "--owner", "a:b")]
    [InlineData("A token is not taken from the command line, where others see it; give it on the standard input.\nTry 'countersign revoke token --help'.", "revoke", "token", "eyJhbGciOi.eyJzdWIi.c2ln")]
    [InlineData("'first' is no number of a revocation; 'countersign revoke list' shows them.\nTry 'countersign revoke undo --help'.", "revoke", "undo", "first")]
    [InlineData("The hash of a token is a SHA-256 in 64 hexadecimal digits.\nTry 'countersign revoke token --help'.", "revoke", "token", "--hash", "abc")]
    [InlineData("A name out of a token has 1 to 1000 characters here and no control character.\nTry 'countersign revoke id --help'.", "revoke", "id", "")]
    [InlineData("That is a whole token and no name out of one; revoke it as a token, of which the hash alone is kept.\nTry 'countersign revoke id --help'.", "revoke", "id", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln")]
    [InlineData("'countersign token' does not know 'eyJ…'.\nTry 'countersign token --help'.", "token", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln")]
    [InlineData("'ftp://a/?access_token=eyJ…' is not an http or https URL.", "route", "GET", "ftp://a/?access_token=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln")]
    [InlineData("'9999-12-31T23:59:59Z' is no time; write 2026-11-22T05:00:00Z.\nTry 'countersign token verify --help'.", "token", "verify", "--at", "9999-12-31T23:59:59Z")]
    [InlineData("'1w' is no length of time up to ten years; write 30d, 12h or never.\nTry 'countersign revoke subject --help'.", "revoke", "subject", "a", "--until", "1w")]
    [InlineData("'1w' is no length of time up to ten years; write 7d, 12h or 0s.\nTry 'countersign key rotate --help'.", "key", "rotate", "a", "--overlap", "1w")]
    [InlineData("A group has 1 to 255 characters and no comma, control character or blank around it.\nTry 'countersign user add --help'.", "user", "add", "anna", "--group", "staff,admin")]
    [InlineData("'G ET' is not a method.", "route", "G ET", "http://127.0.0.1/")]
    [InlineData("'' is not a method.", "route", "", "http://127.0.0.1/")]
    [InlineData("'GET\\u{D}\\u{A}X' is not a method.", "route", "GET\r\nX", "http://127.0.0.1/")]
    [InlineData("Content-Length is not one whole number.", "route", "GET", "http://127.0.0.1/", "-H", "Content-Length: abc")]
    [InlineData("'countersign lint' does not know '--wy'; did you mean '--why'?\nTry 'countersign lint --help'.", "lint", "nginx.conf", "--wy", "x")]
    [InlineData("--method is for --why.\nTry 'countersign lint --help'.", "lint", "nginx.conf", "--method", "POST")]
    [InlineData("--root: there is no folder /missing.\nTry 'countersign lint --help'.", "lint", "nginx.conf", "--root", "/missing")]
    [InlineData("'countersign classify' does not know '--sinc'; did you mean '--since'?\nTry 'countersign classify --help'.", "classify", "access.log", "--sinc", "x")]
    [InlineData("'combinde' is no format; did you mean 'combined'?\nTry 'countersign classify --help'.", "classify", "access.log", "--log-format", "combinde")]
    [InlineData("--listen is an address and a port, such as 127.0.0.1:8888.\nTry 'countersign record --help'.", "record", "--listen", "8888")]
    [InlineData("One recording is judged at a time.\nTry 'countersign inspect --help'.", "inspect", "-", "visit.har")]
    [InlineData("Option '--name' is required.\nTry 'countersign key create --help'.", "key", "create")]
    public async Task Wrong_usage_is_2_and_names_what_was_meant(string told, params string[] arguments)
    {
        var ran = await Programs.CountersignAsync(arguments);

        Assert.Equal((2, "", $"countersign: {told}\n"), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task Lint_says_which_files_of_a_folder_it_could_not_read()
    {
        await File.WriteAllTextAsync(PathOf("nginx.conf"), "events {}\nhttp { server { location / { return 403; } } }\n", TestContext.Current.CancellationToken);
        await using (var endless = File.Create(PathOf("site.conf")))
            endless.SetLength(17 * 1024 * 1024);

        var ran = await Programs.CountersignAsync("lint", _folder.FullName);

        Assert.Contains($"not read, {PathOf("site.conf")}:1: it can't be read, or is too long", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such file", "user", "list", "-c", "missing.yaml")]
    [InlineData("there is no such file", "explain", "x", "-c", "missing.yaml")]
    [InlineData("countersign: eyJ…: there is no such file", "token", "jwks", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln")]
    [InlineData("this is a folder", "run", "-c", "/")]
    [InlineData("/ is a folder; name a file in it.", "inspect", "/")]
    [InlineData("/ is a folder; name its files.", "classify", "/")]
    [InlineData("from files, and not from the standard input", "lint", "-")]
    [InlineData("does not look like a configuration of apache", "lint", "good.yaml", "--kind", "apache")]
    [InlineData("does not look like a configuration of nginx", "lint", "good.yaml", "--kind", "nginx")]
    [InlineData("no password came on the standard input", "user", "add", "anna", "-c", "good.yaml")]
    [InlineData("no listener of", "run", "-c", "good.yaml", "--listen", "https://127.0.0.1:0")]
    public async Task A_failure_is_1_and_a_sentence_rather_than_a_stack(string told, params string[] arguments)
    {
        await File.WriteAllTextAsync(PathOf("good.yaml"), "routes:\n  - { name: all, access: deny }\n", TestContext.Current.CancellationToken);

        var ran = await Programs.CountersignAsync([.. arguments.Select(argument => argument.EndsWith(".yaml", StringComparison.Ordinal) ? PathOf(argument) : argument)]);

        Assert.Equal(1, ran.Code);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf 'x\\n' | dotnet exec '{0}' hash --user \"$(printf 'an\\377a')\"", "is not UTF-8")]
    [InlineData("printf 'x\\n' | dotnet exec '{0}' user add \"$(printf 'an\\377a')\"", "is not UTF-8")]
    [InlineData("printf 'p\\344ss\\n' | dotnet exec '{0}' hash", "is not UTF-8")]
    [InlineData("head -c 73 /dev/zero | tr '\\0' x | dotnet exec '{0}' hash", "72 octets")]
    public async Task What_would_be_stored_as_something_else_is_refused(string line, string told)
    {
        var ran = await Programs.RunAsync("sh", ["-c", line.Replace("{0}", Checkout.Command, StringComparison.Ordinal)]);

        Assert.NotEqual(0, ran.Code);
        Assert.Empty(ran.Output);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_of_user_may_stand_on_either_side_and_JSON_keeps_the_letters_of_people()
    {
        await File.WriteAllTextAsync(PathOf("site.yaml"), "store: sqlite:./site.db\nroutes:\n  - { name: all, access: deny }\n", TestContext.Current.CancellationToken);

        var added = await Programs.CountersignWithInputAsync("geheim\n", "user", "-c", PathOf("site.yaml"), "add", "jürgen", "--group", "küche");
        var listed = await Programs.CountersignAsync("user", "list", "-c", PathOf("site.yaml"), "--format", "json");

        Assert.True(added.Code == 0, added.Error);
        Assert.Contains("\"jürgen\"", listed.Output, StringComparison.Ordinal);
        Assert.Equal("küche", JsonDocument.Parse(listed.Output).RootElement[0].GetProperty("groups")[0].GetString());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public async Task Colour_is_for_terminals_whose_user_wants_it(string variables, bool isColoured)
    {
        Programs.Need("/usr/bin/script");

        var onTerminal = await Programs.RunAsync("env", ["-u", "NO_COLOR", "TERM=xterm", "script", "-qec", $"{variables} dotnet exec '{Checkout.Command}' read challenge Basic", "/dev/null"]);
        var intoPipe = await Programs.RunAsync("env", ["-u", "NO_COLOR", "TERM=xterm", "dotnet", "exec", Checkout.Command, "read", "challenge", "Basic"]);

        Assert.Equal(isColoured, onTerminal.Output.Contains("\e[32mvalid", StringComparison.Ordinal));
        Assert.StartsWith("valid, 1 remark\n", intoPipe.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>What the shell would hand over: without comments, redirections and what feeds it.</summary>
    private static IEnumerable<string> ArgumentsOf(string example)
    {
        var words = Word().Matches(example).Select(word => word.Value.Trim('\'', '"')).ToList();
        return words.Skip(words.IndexOf("countersign") + 1).TakeWhile(word => word is not ("#" or "|" or "<" or ">" or ">>"));
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""", RegexOptions.None, 1000)]
    private static partial Regex Word();

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        CommandTree.Subcommands(command).SelectMany(child => Walk(child, $"{path} {child.Name}")).Prepend((path, command));
}
