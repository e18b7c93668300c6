using System.CommandLine;

namespace Countersign.Cli.Commands;

/// <summary>What commands have in common that serve until a signal ends them.</summary>
internal static class ServingCommand
{
    /// <summary>
    /// Has a command serve. The parser hears signals once it has the task of the action, and hosts hear them from their start on and do nothing by them: begun at once, what serves
    /// could say so before the parser listens, and the signal of whoever read that would be lost.
    /// </summary>
    public static void SetServing(this Command command, Func<ParseResult, CancellationToken, Task<int>> serve) => command.SetAction(async (parsed, cancel) =>
    {
        await Task.Yield();
        return await serve(parsed, cancel);
    });
}
