using System.CommandLine;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;

namespace Countersign.Cli;

/// <summary>Says what is wrong with a command line: one line for each mistake, the name that was probably meant, and where help is.</summary>
internal static class UsageErrors
{
    public static async Task<int> ShowAsync(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var output = parsed.InvocationConfiguration.Error;
        var path = PathOf(parsed.CommandResult);
        if (parsed.UnmatchedTokens.Count == 0 && command is { Subcommands.Count: > 0, Action: null })
        {
            // Nothing is wrong but that nothing was asked for: the help is the answer.
            await command.Parse("--help").InvokeAsync(new() { Output = output });
            return 2;
        }

        foreach (var token in parsed.UnmatchedTokens)
            await output.WriteLineAsync(ErrorLine.Of($"'{path}' does not know '{token}'{Meant(token, command)}"));
        if (parsed.UnmatchedTokens.Count == 0)
        {
            foreach (var error in parsed.Errors)
                await output.WriteLineAsync(ErrorLine.Of(OneLine(error.Message)));
        }

        await output.WriteLineAsync($"Try '{path} --help'.");
        return 2;
    }

    private static string Meant(string token, Command command)
    {
        var names = CommandTree.Subcommands(command).Select(child => child.Name).Concat(CommandTree.Options(command).SelectMany(CommandTree.Names)).Where(name => name.Length > 2);
        return NearestName.Of(token, names) is { } near ? $"; did you mean '{near}'?" : ".";
    }

    private static string PathOf(System.CommandLine.Parsing.SymbolResult? result) =>
        result is System.CommandLine.Parsing.CommandResult command ? $"{PathOf(command.Parent)} {command.Command.Name}".TrimStart() : "";

    private static string OneLine(string message) =>
        message.ReplaceLineEndings("\n").Replace(":\n\t", ": ", StringComparison.Ordinal).Replace("\n\t", ", ", StringComparison.Ordinal).Trim();
}
