using System.Collections.Immutable;
using Countersign.Inspector.Lint;

namespace Countersign.Cli.Commands;

/// <summary>The configurations that files and folders on a command line hold.</summary>
internal static class ConfigurationSources
{
    public static ImmutableArray<LintedConfiguration> Lint(string[] paths, string? kind, DiskFiles files)
    {
        var linted = new List<LintedConfiguration>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                LintFolder(path, kind, files, linted);
            else
                linted.Add(LinterOf(path, kind, files)?.Lint(path, files) ?? throw new CommandFailure($"{path} looks like no configuration that is known here; say whose it is by --kind."));
        }

        return [.. NotIncluded(linted)];
    }

    private static void LintFolder(string folder, string? kind, DiskFiles files, List<LintedConfiguration> linted)
    {
        var found = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Order(StringComparer.Ordinal)
            .Select(file => (File: file, Linter: TryLinterOf(file, kind, files)))
            .Where(each => each.Linter is not null)
            .Select(each => each.Linter!.Lint(each.File, files))
            .ToList();
        if (found.Count == 0)
            throw new CommandFailure($"{folder} has no configuration that is known here.");
        linted.AddRange(found);
    }

    // What another file includes is judged there and not alone.
    private static IEnumerable<LintedConfiguration> NotIncluded(List<LintedConfiguration> linted)
    {
        var included = linted.SelectMany(each => each.Files.Skip(1).Select(Path.GetFullPath).Except([Path.GetFullPath(each.Files[0])], StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return linted.Where(each => !included.Contains(Path.GetFullPath(each.Files[0])));
    }

    private static ConfigurationLinter? LinterOf(string file, string? kind, DiskFiles files) =>
        files.Read(file) switch
        {
            null => throw new CommandFailure(file == "-" ? "a configuration is read from files, and not from the standard input." : File.Exists(file) ? $"{file} can't be read, or is too long." : $"there is no file {file}."),
            "" when Named(kind) is null && LintCatalogue.Of(file, "") is null => throw new CommandFailure($"{file} is empty, or a pipe or device, which are not read as configurations."),
            var text when !LintCatalogue.IsText(text) => throw new CommandFailure($"{file} is no text: it looks like no configuration."),
            var text => (Named(kind) ?? LintCatalogue.Of(file, text)) is { } linter && IsMeant(file, text, linter) ? linter : null,
        };

    // Nothing to object to in a letter would be a promise about a server.
    private static bool IsMeant(string file, string text, ConfigurationLinter linter) =>
        text.AsSpan().IsWhiteSpace() || text.Split('\n').All(line => line.AsSpan().TrimStart() is [] or ['#', ..]) || linter.Knows(text)
            ? true
            : throw new CommandFailure($"{file} does not look like a configuration of {linter.Kind}: no line of it begins with a directive that is known of it.");

    private static ConfigurationLinter? TryLinterOf(string file, string? kind, DiskFiles files) =>
        files.Read(file) is { } text && LintCatalogue.IsText(text) && LintCatalogue.Of(file, text) is { } linter && (kind is null || linter.Kind == kind) ? linter : null;

    private static ConfigurationLinter? Named(string? kind) => LintCatalogue.All.FirstOrDefault(linter => linter.Kind == kind);
}
