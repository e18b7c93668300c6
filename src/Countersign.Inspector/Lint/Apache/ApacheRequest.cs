using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>A request without credentials, from nowhere in particular, as httpd looks at it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, decoded, without dots and doubled strokes.</param>
/// <param name="Host">Whose configuration counts.</param>
internal sealed record ApacheRequest(string Method, string Path, ApacheHost Host)
{
    /// <summary>The name in the address.</summary>
    public string Name { get; init; } = "";

    /// <summary>The port of the address.</summary>
    public int Port { get; init; } = 80;

    /// <summary>What stands behind the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>Where in the file system it leads; null where it is sent on.</summary>
    public string? File { get; init; }

    /// <summary>How often it was rewritten.</summary>
    public int Turns { get; init; }

    public static string PathOf(Uri url)
    {
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        return path.Length == 0 ? "/" : path;
    }

    /// <summary>Whether one of some variables is set; null where the files do not tell.</summary>
    public bool? Has(IEnumerable<string> names)
    {
        bool? isSet = false;
        foreach (var name in names)
        {
            var one = Has(name);
            if (one == true)
                return true;
            if (one is null)
                isSet = null;
        }

        return isSet;
    }

    /// <summary>What <c>SetEnvIf</c> looks at; null where it can be anything. A field that the request does not have is empty.</summary>
    public string? Attribute(string name) => name.ToLowerInvariant() switch
    {
        "request_uri" => Path,
        "request_method" => Method,
        "request_protocol" => "HTTP/1.1",
        "host" => Name,
        "remote_addr" or "remote_host" or "server_addr" => null,
        _ => "",
    };

    private bool? Has(string name)
    {
        bool? isSet = false;
        foreach (var setting in Host.EnvironmentSettings)
        {
            var isAnyCase = setting.Name.EndsWith("NoCase", StringComparison.OrdinalIgnoreCase);
            var isBrowser = setting.Name.StartsWith("BrowserMatch", StringComparison.OrdinalIgnoreCase);
            var words = setting.Arguments.Select(argument => argument.Text).ToImmutableArray();
            if (isBrowser)
                words = words.Insert(0, "User-Agent");
            if (words is not [var attribute, var pattern, .. var variables] || !variables.Any(variable => Bare(variable) == name))
                continue;
            bool? fits = Attribute(attribute) is { } value ? ApachePatterns.Regex(pattern, isAnyCase)?.IsMatch(value) : null;
            if (fits is null)
                isSet = null;
            else if (fits == true)
                isSet = !variables.Contains("!" + name);
        }

        return isSet;
    }

    private static string Bare(string variable) => variable.TrimStart('!').Split('=')[0];
}
