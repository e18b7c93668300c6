using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign completion bash|zsh|fish</c>.</summary>
internal static class CompletionCommand
{
    public static Command Create(Command root)
    {
        var shell = new Argument<string>("shell") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong(CompletionScripts.Shells);
        var command = new CommandWithExamples(
            "completion",
            "Write the completion script of a shell.",
            "countersign completion bash > ~/.local/share/bash-completion/completions/countersign",
            "countersign completion zsh > ~/.zfunc/_countersign    # a folder of $fpath",
            "countersign completion fish > ~/.config/fish/completions/countersign.fish")
        {
            shell,
        };
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.Write(CompletionScripts.Write(root, result.GetRequiredValue(shell)));
            return 0;
        });
        return command;
    }
}
