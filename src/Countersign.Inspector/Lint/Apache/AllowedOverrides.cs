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

    private static readonly string[] FileInfo = ["Rewrite", "Redirect", "ErrorDocument", "Header", "RequestHeader", "SetEnv", "UnsetEnv", "PassEnv", "BrowserMatch", "SetHandler", "AddHandler", "RemoveHandler", "AddType", "ForceType", "Action"];

    public bool IsUnknown => Classes is null;

    /// <summary>Whether such a file is not even read.</summary>
    public bool IsNone => Classes is { Count: 0 } && Listed.IsEmpty;

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
        return ClassOf(directive.Name) is not { } name || Classes.Contains(name);
    }

    // Of what has nothing to do with access, nothing is said.
    private static string? ClassOf(string name) =>
        Limit.Contains(name) ? "limit"
        : AuthConfig.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase)) ? "authconfig"
        : FileInfo.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase)) ? "fileinfo" : null;

    private static Directive? Last(IEnumerable<ApacheLayer> layers, string name) => layers.Select(layer => layer.Find(name)).LastOrDefault(each => each is not null);

    private static ImmutableHashSet<string>? Words(Directive? directive) =>
        directive?.Arguments.Select(argument => argument.Text.ToLowerInvariant()).Where(word => word != "none").ToImmutableHashSet(StringComparer.Ordinal);
}
