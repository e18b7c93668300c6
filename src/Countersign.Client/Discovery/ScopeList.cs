namespace Countersign.Client.Discovery;

/// <summary>Lists of scopes (RFC 6749 §3.3) as they are put together from what a resource wants and what a client adds.</summary>
internal static class ScopeList
{
    private const int MaxScopes = 64;
    private const int MaxLength = 4096;

    /// <summary>All of both, in ordinal order; null when that is more than anybody needs, or has what no scope has.</summary>
    public static string? Union(string one, string other)
    {
        var all = $"{one} {other}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var text = string.Join(' ', all);
        return all.Length <= MaxScopes && text.Length <= MaxLength && text.All(IsScopeCharacter) ? text : null;
    }

    private static bool IsScopeCharacter(char c) => c is >= ' ' and <= '~' and not ('"' or '\\');
}
