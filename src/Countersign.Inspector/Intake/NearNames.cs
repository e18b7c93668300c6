namespace Countersign.Inspector.Intake;

/// <summary>Names of fields for secrets as people misspell them: what stands in X-Api-Kye is a key, and no less secret for it.</summary>
internal static class NearNames
{
    private static readonly string[] Right = ["apikey", "xapikey", "xauthtoken", "xaccesstoken", "xapitoken", "authorization", "xauthorization", "accesstoken", "xauthkey", "xapisecret"];

    /// <summary>Whether a name, its letters and digits alone and in lower case, is one letter off, or has two neighbours in each other's place.</summary>
    public static bool Is(ReadOnlySpan<char> plain)
    {
        foreach (var right in Right)
        {
            if (IsNear(plain, right))
                return true;
        }

        return false;
    }

    /// <summary>The name that is meant by one that is nearly it, for keys; null for none. Api-Key is a name of its own.</summary>
    public static string? MeantKey(string name)
    {
        var plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return plain != "apikey" && IsNear(plain, "xapikey") ? "X-API-Key" : null;
    }

    private static bool IsNear(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
            return false;
        var start = one.CommonPrefixLength(other);
        var a = one[start..];
        var b = other[start..];
        if (a.Length == b.Length)
            return a.Length > 0 && (a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..])));
        return a.Length > b.Length ? a[1..].SequenceEqual(b) : b[1..].SequenceEqual(a);
    }
}
