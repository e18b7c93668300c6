using System.CommandLine;
using Countersign.Inspector.Findings;

namespace Countersign.Cli.Commands;

/// <summary>The options <c>--baseline FILE</c> and <c>--write-baseline FILE</c> of commands that find things: what somebody accepted.</summary>
internal sealed class BaselineOptions
{
    public Option<string?> Accepted { get; } = new("--baseline") { Description = "A file of findings that were accepted: they are not shown, and fail nothing.", HelpName = "FILE" };

    public Option<string?> Written { get; } = new("--write-baseline") { Description = "Write a file that accepts all findings of now.", HelpName = "FILE" };

    /// <summary>Writes the file, where one is wanted.</summary>
    public void Write(ParseResult parsed, string command, Func<string> rows)
    {
        if (parsed.GetValue(Written) is not { } file)
            return;
        try
        {
            File.WriteAllText(file, $"# Findings that were accepted; see countersign {command} --baseline.\n{rows()}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"can't write {file}: {exception.Message}");
        }
    }

    /// <summary>Reads the file; null where none is named.</summary>
    public Baseline? Read(ParseResult parsed)
    {
        if (parsed.GetValue(Accepted) is not { } file)
            return null;
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"can't read {file}: {exception.Message}");
        }

        return Baseline.Read(text, out var problem) ?? throw new CommandFailure($"{file}, line {problem!.Line}: {problem.Message}");
    }
}
