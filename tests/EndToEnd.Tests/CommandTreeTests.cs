using System.CommandLine;
using System.Diagnostics;
using Countersign.Cli;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>Completion and man page, tried with the real bash and groff on a small tree.</summary>
public sealed class CommandTreeTests
{
    [Theory]
    [InlineData("countersign ''", "check completion man user")]
    [InlineData("countersign us", "user")]
    [InlineData("countersign user ''", "add --config --help -h")]
    [InlineData("countersign user add --f", "--format")]
    [InlineData("countersign user add --format ''", "json text")]
    [InlineData("countersign completion f", "fish")]
    public async Task Bash_completes(string line, string expected)
    {
        var script = CompletionScripts.Write(Tree(), "bash");

        var words = await Run("bash", "-s", $"""
            {script}
            COMP_WORDS=({line}); COMP_CWORD=$(({line.Split(' ').Length} - 1)); cd "$(mktemp -d)"; _countersign; echo "$(printf '%s\n' "${"{COMPREPLY[@]}"}")"
            """);

        Assert.Superset(Words(expected), Words(words));
    }

    [Theory]
    [InlineData("countersign run -c ''", "site.yaml")]
    [InlineData("countersign check --against s", "site.yaml")]
    [InlineData("countersign check ''", "--against --format --help -h site.yaml")]
    [InlineData("countersign user add anna --conf", "--config")]
    [InlineData("countersign user list --format = j", "json")]
    [InlineData("countersign key create --name ''", "")]
    [InlineData("countersign token mint --key s", "site.yaml")]
    [InlineData("countersign login --key ''", "")]
    [InlineData("countersign login --key @s", "@site.yaml")]
    [InlineData("countersign login --key @ s", "@site.yaml")]
    [InlineData("countersign login --format=j", "--format=json")]
    [InlineData("countersign logout --lo", "--local")]
    public async Task Bash_offers_files_where_a_file_is_meant_and_nothing_where_only_the_user_knows(string line, string expected)
    {
        var words = await Run("bash", "-s", $"""
            {CompletionScripts.Write(CountersignCommand.Create(), "bash")}
            COMP_WORDS=({line}); COMP_CWORD=$(({line.Split(' ').Length} - 1)); cd "$(mktemp -d)"; touch site.yaml; _countersign; echo "${"{COMPREPLY[@]}"}"
            """);

        Assert.Equal(Words(expected), Words(words));
    }

    [Theory]
    [InlineData("/usr/bin/zsh", "zsh", "-n")]
    [InlineData("/usr/bin/fish", "fish", "--no-execute")]
    public async Task Other_shells_read_their_script(string program, string shell, string readOnly)
    {
        Assert.SkipUnless(File.Exists(program), $"{shell} is not installed");

        await Run(program, readOnly, CompletionScripts.Write(CountersignCommand.Create(), shell));
    }

    [Fact]
    public async Task Bash_takes_the_zsh_script_apart_from_its_first_lines()
    {
        var script = CompletionScripts.Write(Tree(), "zsh");

        Assert.StartsWith("#compdef countersign\n", script, StringComparison.Ordinal);
        await Run("bash", "-n", string.Join('\n', script.Split('\n').Skip(2)));
    }

    [Fact]
    public void Fish_is_told_of_every_command_and_option()
    {
        var script = CompletionScripts.Write(Tree(), "fish");

        Assert.Contains("complete -c countersign -f -n 'not __fish_seen_subcommand_from user check completion man' -a user -d 'Users of the store.'\n", script, StringComparison.Ordinal);
        Assert.Contains("complete -c countersign -n '__fish_seen_subcommand_from user; and __fish_seen_subcommand_from add' -l format -x -a 'json text'", script, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-command", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_man_page_names_commands_arguments_and_options_and_escapes_them()
    {
        var page = ManPage.Write(Tree());

        Assert.StartsWith(".TH COUNTERSIGN 1", page, StringComparison.Ordinal);
        Assert.Contains(".SS \"countersign user add NAME\"\nAdds a user; it\\-\\-the dash\\-\\-is escaped.\n", page, StringComparison.Ordinal);
        Assert.Contains("\\-\\-format json|text", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-command", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groff_has_nothing_to_say_about_the_man_page()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/groff"), "groff is not installed");

        await Run("bash", "-c", ManPage.Write(CountersignCommand.Create()), "out=$(groff -man -Tascii -ww -z 2>&1); [ -z \"$out\" ] || { echo \"$out\"; exit 1; }");
    }

    private static RootCommand Tree()
    {
        var format = new Option<string>("--format") { Description = "How to print." };
        format.AcceptOnlyFromAmong("text", "json");
        var config = new Option<FileInfo>("--config") { Description = "The configuration.", Recursive = true };
        var root = new RootCommand("Puts exact HTTP authentication in front of any web service.")
        {
            new Command("user", "Users of the store.")
            {
                config,
                new Command("add", "Adds a user; it--the dash--is escaped.") { new Argument<string>("name") { Description = "The user's name." }, format },
            },
            new Command("check", "'Checks' a configuration."),
            new Command("secret-command") { Hidden = true },
        };
        root.Add(CompletionCommand.Create(root));
        root.Add(ManCommand.Create(root));
        return root;
    }

    private static HashSet<string> Words(string text) => [.. text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private static async Task<string> Run(string program, string option, string input, string? argument = null)
    {
        var start = new ProcessStartInfo(program, argument is null ? [option] : [option, argument])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
