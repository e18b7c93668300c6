using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Configuration;

/// <summary>What the parts of the reader share: problems, places, files and secrets.</summary>
internal sealed partial class ReadingContext(string file, Func<string, string?> environment)
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly FileStamps _stamps = new();
    private readonly Dictionary<string, Mark> _marks = [];

    public string File => file;

    /// <summary>Which placeholders, such as <c>${env:NAME}</c>, are filled in.</summary>
    public Func<string, bool> MayFill { get; init; } = static _ => true;

    public bool HasErrors => _problems.Exists(problem => problem.Severity == ProblemSeverity.Error);

    public ImmutableArray<ConfigurationProblem> Problems =>
        [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public FileStamps Stamps => _stamps;

    public ImmutableDictionary<string, Mark> Marks => _marks.ToImmutableDictionary();

    public void Error(string path, Mark mark, string code, string message, string? suggestion) =>
        _problems.Add(new(ProblemSeverity.Error, code, path, file, mark.Line, mark.Column, message, suggestion));

    /// <summary>The same for another file that belongs to the configuration.</summary>
    public ReadingContext For(string other) => new(other, environment) { MayFill = MayFill };

    /// <summary>Takes what was found wrong in another file.</summary>
    public void Include(ReadingContext other) => _problems.AddRange(other._problems);

    /// <summary>Remembers where a key stands.</summary>
    public void Place(string path, Mark mark) => _marks.TryAdd(path, mark);

    /// <summary>Where a key stands.</summary>
    public Mark PlaceOf(string path) => _marks.TryGetValue(path, out var mark) ? mark : new(1, 1);

    /// <summary>A file name relative to the configuration file.</summary>
    public string Absolute(string name) => Path.GetFullPath(name, Path.GetDirectoryName(file)!);

    /// <summary>The text with its <c>${env:NAME}</c> and <c>${file:path}</c> filled in.</summary>
    public bool TryResolve(YamlText text, string path, [NotNullWhen(true)] out string? value)
    {
        value = text.Text;
        if (!value.Contains("${", StringComparison.Ordinal))
            return true;

        var good = true;
        value = Placeholder().Replace(value, match =>
        {
            var filled = match.Groups["kind"].Value switch
            {
                "env" or "file" when !MayFill(match.Value) => Foreign(match.Value, path, text.Mark),
                "env" => Variable(match.Groups["name"].Value, path, text.Mark),
                "file" => Content(match.Groups["name"].Value, path, text.Mark),
                _ => Unknown(path, text.Mark),
            };
            good &= filled is not null;
            return filled ?? "";
        });
        if (!good)
            value = null;
        return good;
    }

    /// <summary>The absolute name of a file that has to be readable.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="shown">The name as it may be shown.</param>
    /// <param name="path">Where it is by keys.</param>
    /// <param name="mark">Where it is in the file.</param>
    /// <param name="isWatched">Whether its user watches the file: then a change of it is no change of the configuration, unless it can't be read.</param>
    public string? ReadableFile(string name, string shown, string path, Mark mark, bool isWatched)
    {
        if (!TryName(name, path, mark, out var absolute))
            return null;

        if (!isWatched)
            _stamps.Take(absolute);
        if (Directory.Exists(absolute))
            return Refuse("file-unreadable", $"{shown} is a folder, not a file", null);
        if (RegularFile.IsOther(absolute))
            return Refuse("file-unreadable", $"{shown} is a pipe or a device, not a file", null);
        if (!System.IO.File.Exists(absolute))
            return Refuse("file-missing", $"the file {shown} does not exist", "it is looked for beside the configuration file");

        try
        {
            using var opened = System.IO.File.OpenRead(absolute);
            return absolute;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse("file-unreadable", $"the file {shown} cannot be read", "check its owner and mode");
        }

        string? Refuse(string code, string message, string? suggestion)
        {
            _stamps.TakeUnreadable(absolute);
            Error(path, mark, code, message, suggestion);
            return null;
        }
    }

    /// <summary>The absolute name of a folder that has to be readable.</summary>
    public string? Folder(string name, string shown, string path, Mark mark)
    {
        if (!TryName(name, path, mark, out var absolute))
            return null;
        try
        {
            if (Directory.Exists(absolute))
            {
                _ = Directory.EnumerateFileSystemEntries(absolute).Any();
                return absolute;
            }

            Error(path, mark, "file-missing", $"there is no folder {shown}", "it is looked for beside the configuration file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error(path, mark, "file-unreadable", $"the folder {shown} cannot be read", "check its owner and mode");
        }

        return null;
    }

    private string? Variable(string name, string path, Mark mark)
    {
        if (environment(name) is { Length: > 0 } value)
            return value;
        Error(path, mark, "variable-unset", $"the environment variable {name} is not set", null);
        return null;
    }

    private string? Content(string name, string path, Mark mark)
    {
        if (ReadableFile(name, $"'{name}'", path, mark, isWatched: false) is not { } absolute)
            return null;
        try
        {
            // Editors end a file with a line break that is no part of the secret.
            return System.IO.File.ReadAllText(absolute).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error(path, mark, "file-unreadable", $"the file '{name}' cannot be read", "check its owner and mode");
            return null;
        }
    }

    private string? Foreign(string placeholder, string path, Mark mark)
    {
        Error(path, mark, "placeholder-not-filled", $"{placeholder} is not filled in here: the file in force does not name it", "compare the files by countersign check --against");
        return null;
    }

    private string? Unknown(string path, Mark mark)
    {
        Error(path, mark, "unknown-placeholder", "${...} is neither ${env:NAME} nor ${file:path}", null);
        return null;
    }

    private bool TryName(string name, string path, Mark mark, out string absolute)
    {
        absolute = "";
        try
        {
            absolute = Absolute(name);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            Error(path, mark, "bad-file-name", "this is not a file name", null);
            return false;
        }
    }

    [GeneratedRegex(@"\$\{(?:(?<kind>env|file):(?<name>[^}]+)|[^}]*)\}?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
