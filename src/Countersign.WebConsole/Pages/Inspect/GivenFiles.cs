using System.Collections.Immutable;
using System.Text;
using Countersign.Inspector.Lint;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>The files that a person gave, and none of this machine. They have no folders: a configuration finds them by their last names.</summary>
/// <param name="files">The files.</param>
/// <param name="first">The file that is judged, which includes the others.</param>
internal sealed class GivenFiles(IReadOnlyList<GivenFile> files, string first) : IConfigurationFiles
{
    public string? Read(string path) => files.FirstOrDefault(file => file.Name == NameOf(path)) is { } file ? Encoding.UTF8.GetString(file.Octets.Span) : null;

    // What is not here may be on the machine that it comes from.
    public bool? Exists(string path) => files.Any(file => file.Name == NameOf(path)) ? true : null;

    public ImmutableArray<string> Match(string pattern) =>
        [.. files.Where(file => file.Name != first && Glob.IsMatch(NameOf(pattern), file.Name)).Select(file => file.Name).Order(StringComparer.Ordinal)];

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
