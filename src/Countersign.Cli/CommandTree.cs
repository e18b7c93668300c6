using System.CommandLine;
using System.CommandLine.Completions;

namespace Countersign.Cli;

/// <summary>What completion scripts and the man page read from commands.</summary>
internal static class CommandTree
{
    public static IEnumerable<Command> Subcommands(Command command) => command.Subcommands.Where(child => !child.Hidden);

    public static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>What the commands around it lend to a command.</summary>
    public static IEnumerable<Option> InheritedOptions(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Options(parent).Where(option => option.Recursive).Concat(InheritedOptions(parent)));

    /// <summary>The long name first, without the spellings of other systems (<c>/h</c>, <c>-?</c>).</summary>
    public static IEnumerable<string> Names(Symbol symbol) => symbol switch
    {
        Option option => option.Aliases.Prepend(option.Name)
            .Where(name => name.StartsWith('-') && !name.Contains('?', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(name => name.StartsWith("--", StringComparison.Ordinal)),
        _ => [symbol.Name],
    };

    public static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) && option.ValueType != typeof(void);

    /// <summary>The values that an option takes, when they are few and known; not those of yes or no.</summary>
    public static string[] Values(Option option) => TakesValue(option) ? Labels(option.GetCompletions(CompletionContext.Empty)) : [];

    /// <summary>The values that an argument takes, when they are few and known.</summary>
    public static string[] Values(Argument argument) => Labels(argument.GetCompletions(CompletionContext.Empty));

    private static string[] Labels(IEnumerable<CompletionItem> items) => [.. items.Select(item => item.Label).Order(StringComparer.Ordinal)];
}
