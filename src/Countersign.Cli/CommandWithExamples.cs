using System.CommandLine;

namespace Countersign.Cli;

/// <summary>A command whose help and whose part of the man page end with examples.</summary>
internal sealed class CommandWithExamples(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Lines to type, each after the one word <c>countersign</c> or whatever feeds it.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    public static IReadOnlyList<string> Of(Command command) => (command as CommandWithExamples)?.Examples ?? [];
}
