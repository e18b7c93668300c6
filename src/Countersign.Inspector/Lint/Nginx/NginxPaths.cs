namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Which file an address is, where files are sent.</summary>
internal static class NginxPaths
{
    /// <summary>The folder of the files of a level, without a stroke at its end; null where it is not written there.</summary>
    public static string? RootOf(NginxScope scope)
    {
        var root = scope.Effective("root", "alias");
        return root is [{ Name: "root", Arguments: [{ Text: var folder }] }, ..] && !folder.Contains('$', StringComparison.Ordinal) ? folder.TrimEnd('/') : null;
    }

    /// <summary>The file of an address; null where the configuration does not tell.</summary>
    /// <param name="uri">The path.</param>
    /// <param name="scope">The level that answers.</param>
    /// <param name="folder">The folder that holds all of them.</param>
    public static string? FileOf(string uri, NginxScope scope, out string folder)
    {
        folder = "";
        if (AliasOf(scope) is { } alias)
        {
            folder = alias.TrimEnd('/');
            var prefix = scope.Levels().First(level => level.OwnFirst("alias") is not null).Block!.Arguments[^1].Text;
            return uri.StartsWith(prefix, StringComparison.Ordinal) ? alias + uri[prefix.Length..] : null;
        }

        if (RootOf(scope) is not { } root)
            return null;
        folder = root;
        return root + uri;
    }

    private static string? AliasOf(NginxScope scope) =>
        scope.Effective("root", "alias") is [{ Name: "alias", Arguments: [{ Text: var alias }] }, ..] && !alias.Contains('$', StringComparison.Ordinal) ? alias : null;
}
