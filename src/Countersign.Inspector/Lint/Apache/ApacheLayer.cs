using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What one section or .htaccess adds to the rules of a request.</summary>
/// <param name="Source">The section; null for an .htaccess.</param>
/// <param name="Directives">What stands in it and counts.</param>
internal sealed record ApacheLayer(Directive? Source, ImmutableArray<Directive> Directives)
{
    /// <summary>The .htaccess; null for a section.</summary>
    public string? Beside { get; init; }

    /// <summary>The folder it is for; null for what is for addresses or names of files.</summary>
    public string? Folder { get; init; }

    /// <summary>What stands nearest to a reader.</summary>
    public string Name => Beside ?? Source!.Text;

    public Directive? Find(string name) => Directives.LastOrDefault(each => ApacheReader.Is(each, name));
}
