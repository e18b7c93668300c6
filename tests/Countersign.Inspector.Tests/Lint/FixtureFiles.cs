using System.Collections.Immutable;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>A main file that a test has, beside the files of a folder that stands for a machine's own.</summary>
/// <param name="main">The name of the main file.</param>
/// <param name="text">What stands in it.</param>
/// <param name="folder">The folder; null for a machine of which nothing is known.</param>
internal sealed class FixtureFiles(string main, string text, string? folder = null) : IConfigurationFiles
{
    private readonly DiskFiles? _disk = folder is null ? null : new(folder);

    public string? Read(string path) => path == main ? text : _disk?.Read(path);

    public bool? Exists(string path) => path == main ? true : _disk?.Exists(path);

    public ImmutableArray<string> Match(string pattern) => pattern == main ? [main] : _disk?.Match(pattern) ?? [];
}
