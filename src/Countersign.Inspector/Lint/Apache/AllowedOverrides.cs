using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What an .htaccess may say: <c>AllowOverride</c> and <c>AllowOverrideList</c>.</summary>
/// <param name="Classes">The classes, in small letters; null where the files do not tell.</param>
/// <param name="Listed">Directives by name.</param>
/// <param name="By">Where it is said; null for the default.</param>
internal sealed record AllowedOverrides(ImmutableHashSet<string>? Classes, ImmutableHashSet<string> Listed, Directive? By)
{
    private static readonly ImmutableHashSet<string> Limit = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "Order", "Allow", "Deny");

    private static readonly string[] AuthConfig = ["Auth", "Require", "<Require", "Satisfy", "CGIPassAuth", "Anonymous", "OIDC", "Session"];

    private static readonly string[] Indexes = ["DirectoryIndex", "DirectorySlash", "Index", "AddIcon", "Expires", "FallbackResource"];

    private static readonly string[] FileInfo = ["Rewrite", "Redirect", "ErrorDocument", "Header", "RequestHeader", "SetEnv", "UnsetEnv", "PassEnv", "BrowserMatch", "SetHandler", "AddHandler", "RemoveHandler", "AddType", "ForceType", "Action"];

    public bool IsUnknown => Classes is null;

    /// <summary>Whether such a file is not even read. Where nobody says so, it is, and then nothing in it is allowed.</summary>
    public bool IsNone => By is not null && Classes is { Count: 0 } && Listed.IsEmpty;

    public bool IsAll => Classes?.Contains("all") == true;

    /// <summary>Whether what is not allowed is passed over, and the server does not fail.</summary>
    public bool IsLenient => Classes is not null && (Classes.Contains("nonfatal=override") || Classes.Contains("nonfatal=all"));

    public static AllowedOverrides Of(IEnumerable<ApacheLayer> layers, bool isWhole)
    {
        var (classes, listed) = (Last(layers, "AllowOverride"), Last(layers, "AllowOverrideList"));
        var none = isWhole ? ImmutableHashSet<string>.Empty : null;
        return new(Words(classes) ?? none, Words(listed) ?? [], classes ?? listed);
    }

    /// <summary>Whether a directive may stand in such a file; null where the files do not tell.</summary>
    public bool? Allows(Directive directive)
    {
        if (Classes is null)
            return null;
        if (IsAll || Listed.Contains(directive.Name.ToLowerInvariant()))
            return true;
        if (By is null)
            return directive.Name[0] == '<';
        return ClassOf(directive.Name) is not { } name || Classes.Contains(name) || name == "options" && Classes.Any(each => each.StartsWith("options=", StringComparison.Ordinal));
    }

    // Of what is in none of these, nothing is said.
    private static string? ClassOf(string name) =>
        Limit.Contains(name) ? "limit"
        : AuthConfig.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase)) ? "authconfig"
        : FileInfo.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase)) ? "fileinfo"
        : Indexes.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase)) ? "indexes"
        : name.Equals("Options", StringComparison.OrdinalIgnoreCase) ? "options" : null;

    private static Directive? Last(IEnumerable<ApacheLayer> layers, string name) => layers.Select(layer => layer.Find(name)).LastOrDefault(each => each is not null);

    private static ImmutableHashSet<string>? Words(Directive? directive) =>
        directive?.Arguments.Select(argument => argument.Text.ToLowerInvariant()).Where(word => word != "none").ToImmutableHashSet(StringComparer.Ordinal);
}
