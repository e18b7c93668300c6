using System.Collections.Immutable;

namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>Every snippet, in the order of the help.</summary>
public static class SnippetCatalogue
{
    /// <summary>The snippets.</summary>
    public static ImmutableArray<Snippet> All { get; } =
    [
        new NginxSnippet(), new ApacheSnippet(), new CaddySnippet(), new HaproxySnippet(), new HaproxyLuaSnippet(), new TraefikSnippet(), new EnvoySnippet(),
    ];
}
