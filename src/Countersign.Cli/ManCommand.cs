using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign man</c>: <c>countersign man | man -l -</c> shows the page.</summary>
internal static class ManCommand
{
    public static Command Create(Command root)
    {
        var command = new CommandWithExamples("man", "Write the man page.", "countersign man | man -l -");
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.Write(ManPage.Write(root));
            return 0;
        });
        return command;
    }
}
