using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>check FILE</c>: is this configuration right, and what does it change?</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The configuration file.", DefaultValueFactory = _ => CommandConfiguration.Usual };
        var against = new Option<string?>("--against") { Description = "An older file: list the routes that the change opens or closes; an opened one ends with 1.", HelpName = "OLD" };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "check",
            "Validate a configuration file and warn of what was maybe not meant.",
            "countersign check countersign.yaml",
            "countersign check new.yaml --against countersign.yaml",
            "countersign check countersign.yaml --format json")
        {
            file, against, format,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(against), OutputFormat.IsJson(parsed, format), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string file, string? against, bool asJson, TextWriter output)
    {
        var reading = ConfigurationReader.Read(file);
        var problems = reading.Problems.AddRange(ConfigurationWarnings.For(reading));
        var old = against is null ? null : ConfigurationReader.Read(against);
        var comparison = old is { Configuration: not null } && reading.Configuration is not null ? ConfigurationDiff.Compare(old, reading) : null;
        if (comparison is { IsComplete: false })
            problems = problems.Add(new(ProblemSeverity.Warning, "not-compared", "routes", reading.File, 1, 1, "the files are too large to be compared to the end", "more routes may open or close"));

        if (asJson)
            CommandJson.Write(json => Write(json, reading.Configuration is not null, [.. problems, .. old?.Problems ?? []], comparison?.Changes ?? []));
        else
            WriteText(output, reading.File, problems, old, comparison);
        var isCompared = old is null || comparison is { IsComplete: true };
        var opens = comparison is not null && comparison.Changes.Any(change => change.Direction == ChangeDirection.Opened);
        return reading.Configuration is not null && isCompared && !opens ? 0 : 1;
    }

    private static void Write(Utf8JsonWriter json, bool isValid, IEnumerable<ConfigurationProblem> problems, IEnumerable<ConfigurationChange> changes)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid", isValid);
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("severity", problem.Severity == ProblemSeverity.Error ? "error" : "warning");
            json.WriteString("code", problem.Code);
            json.WriteString("path", problem.Path);
            json.WriteString("file", problem.File);
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteString("message", problem.Message);
            json.WriteString("suggestion", problem.Suggestion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("route", change.Route);
            json.WriteString("change", Word(change));
            json.WriteString("example", change.Example);
            json.WriteString("before", change.Before);
            json.WriteString("after", change.After);
            CommandJson.WriteList(json, "keys", change.Keys);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(
        TextWriter output, string file, ImmutableArray<ConfigurationProblem> problems, ConfigurationReading? old, ConfigurationComparison? comparison)
    {
        var useColour = Terminal.TakesColour(output);
        foreach (var problem in problems.AddRange(old?.Problems ?? []))
        {
            var line = Printable.Of(problem.ToString());
            var severity = problem.Severity == ProblemSeverity.Error ? "error" : "warning";
            var colour = problem.Severity == ProblemSeverity.Error ? "31" : "33";
            var at = line.IndexOf($": {severity} ", StringComparison.Ordinal) + 2;
            output.WriteLine(useColour ? $"{line[..at]}\e[{colour}m{severity}\e[0m{line[(at + severity.Length)..]}" : line);
        }

        foreach (var change in comparison?.Changes ?? [])
            output.WriteLine(Printable.Of($"{Word(change)}: {change.Route} ({change.Example}: {change.Before} -> {change.After}, by {string.Join(", ", change.Keys)})"));
        if (comparison is { IsComplete: true, Changes.IsEmpty: true })
            output.WriteLine("no route opens or closes");

        output.WriteLine(Verdict(file, problems));
        if (old is { Configuration: null })
            output.WriteLine($"{Verdict(old.File, old.Problems)}: nothing was compared");
    }

    private static string Verdict(string file, ImmutableArray<ConfigurationProblem> problems)
    {
        var errors = problems.Count(problem => problem.Severity == ProblemSeverity.Error);
        return errors == 0 ? $"{file}: valid, {Count(problems.Length, "warning")}" : $"{file}: not valid, {Count(errors, "error")}";
    }

    private static string Count(int count, string what) => $"{(count == 0 ? "no" : count)} {what}{(count == 1 ? "" : "s")}";

    private static string Word(ConfigurationChange change) => change.Direction == ChangeDirection.Opened ? "opened" : "closed";
}
