using System.CommandLine;

namespace Countersign.Cli.Commands;

/// <summary>The option <c>--format text|json</c> of commands that a program might read.</summary>
internal static class OutputFormat
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    public static bool IsJson(ParseResult parsed, Option<string> format) => parsed.GetValue(format) == "json";
}
