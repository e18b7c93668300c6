namespace Countersign.Inspector.Lint.Apache;

/// <summary>A block for some files or addresses: <c>Directory</c>, <c>Files</c>, <c>Location</c>, <c>Proxy</c> and those by regular pattern.</summary>
/// <param name="Directive">The block.</param>
/// <param name="Kind">What it is for, without <c>Match</c>.</param>
/// <param name="Pattern">Which of them.</param>
/// <param name="IsRegular">Whether that is a regular pattern.</param>
internal sealed record ApacheSection(Directive Directive, string Kind, string Pattern, bool IsRegular)
{
    private static readonly string[] Kinds = ["Directory", "Files", "Location", "Proxy"];

    private readonly ApachePatterns.SafePattern? _regular = IsRegular ? ApachePatterns.Regex(Pattern) : null;

    /// <summary>The block as a section; null where it is none.</summary>
    public static ApacheSection? Of(Directive directive)
    {
        var name = directive.Name.TrimStart('<');
        var isMatch = name.EndsWith("Match", StringComparison.OrdinalIgnoreCase);
        if (directive.Name[0] != '<' || Kinds.FirstOrDefault(each => each.Equals(isMatch ? name[..^5] : name, StringComparison.OrdinalIgnoreCase)) is not { } kind || directive.Arguments.IsEmpty)
            return null;
        var isTilde = directive.Arguments[0].Text == "~" && directive.Arguments.Length > 1;
        var pattern = directive.Arguments[isTilde ? 1 : 0].Text;
        if (kind == "Directory" && !isMatch && !isTilde && pattern.Length > 1)
            pattern = pattern.TrimEnd('/');
        return new(directive, kind, pattern, isMatch || isTilde);
    }

    /// <summary>Whether it is for an address.</summary>
    public bool IsForAddress(string path)
    {
        if (_regular is not null)
            return _regular.IsMatch(path) == true;
        if (IsRegular)
            return false;
        if (ApachePatterns.HasWildcard(Pattern))
            return ApachePatterns.IsMatch(Pattern, path) || Pattern.EndsWith('*') && IsBelow(path);
        return Pattern == "/" || path.StartsWith(Pattern, StringComparison.Ordinal) && (path.Length == Pattern.Length || Pattern.EndsWith('/') || path[Pattern.Length] == '/');
    }

    /// <summary>Whether it is for exactly this folder, and so for all below it.</summary>
    public bool IsForFolder(string folder) =>
        !IsRegular && (ApachePatterns.HasWildcard(Pattern) ? ApachePatterns.IsMatch(Pattern, folder) : Pattern == folder);

    /// <summary>Whether the regular pattern of folders fits.</summary>
    public bool IsForFolders(string folder) => _regular is not null && (_regular.IsMatch(folder) == true || _regular.IsMatch(folder + "/") == true);

    /// <summary>Whether it is for the last name of a file.</summary>
    public bool IsForFile(string name) => IsRegular ? _regular?.IsMatch(name) == true : ApachePatterns.HasWildcard(Pattern) ? Glob.IsMatch(Pattern, name) : Pattern == name;

    /// <summary>Whether it is for what is sent on to an address.</summary>
    public bool IsForTarget(string target) => IsRegular ? _regular?.IsMatch(target) == true : Pattern == "*" || target.StartsWith(Pattern.TrimEnd('*'), StringComparison.OrdinalIgnoreCase);

    // The pattern of an address is for what lies below what it fits, too.
    private bool IsBelow(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (ApachePatterns.IsMatch(Pattern, path[..end]))
                return true;
        }

        return false;
    }
}
