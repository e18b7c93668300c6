using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign completion bash|zsh|fish</c>.</summary>
internal static class CompletionCommand
{
    public static Command Create(Command root)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong(CompletionScripts.Shells);
        var command = new Command("completion", "Write the completion script of a shell.") { shell };
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.Write(CompletionScripts.Write(root, result.GetRequiredValue(shell)));
            return 0;
        });
        return command;
    }
}
