using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Lint;

namespace Countersign.Cli.Commands;

/// <summary>The configurations that files and folders on a command line hold.</summary>
internal static class ConfigurationSources
{
    private const int MaxUnread = 20;

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
        var (found, unread) = (new List<LintedConfiguration>(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal))
        {
            if (files.Read(file) is not { } text)
                unread.Add(file);
            else if (LinterOf(file, text, kind) is { } linter)
                found.Add(linter.Lint(file, files));
        }

        if (found.Count == 0)
            throw new CommandFailure($"{folder} has no configuration that is known here{(unread.Count == 0 ? "" : $"; {unread[0]}{(unread.Count == 1 ? "" : $" and {unread.Count - 1} more")} can't be read, or is too long")}.");

        // Who reads the first hears of all: they are no part of any other.
        found[0] = found[0] with { Problems = [.. found[0].Problems, .. unread.Take(MaxUnread).Select(file => (file, new ReadingProblem(1, 0, "it can't be read, or is too long")))] };
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

    private static ConfigurationLinter? LinterOf(string file, string text, string? kind) =>
        LintCatalogue.IsText(text) && LintCatalogue.Of(file, text) is { } linter && (kind is null || linter.Kind == kind) ? linter : null;

    private static ConfigurationLinter? Named(string? kind) => LintCatalogue.All.FirstOrDefault(linter => linter.Kind == kind);
}
