namespace Countersign.Inspector.Intake;

/// <summary>The members of a key in JSON (RFC 7518 §6) that nobody but its owner may know.</summary>
internal static class KeyMembers
{
    // A key with all that is private of RSA.
    private const int Reach = 8 * 1024;

    /// <summary>Whether a name is that of a private member.</summary>
    public static bool IsPrivate(ReadOnlySpan<char> name) => name is "d" or "p" or "q" or "dp" or "dq" or "qi" or "oth" or "k";

    /// <summary>Whether the member before a colon is private, and stands beside one that tells the kind of key.</summary>
    public static bool IsPrivate(string text, int anchor, ReadOnlySpan<char> name)
    {
        if (text[anchor] != ':' || !IsPrivate(name))
            return false;
        var before = text.AsSpan(Math.Max(0, anchor - Reach), Math.Min(anchor, Reach));
        var after = text.AsSpan(anchor, Math.Min(Reach, text.Length - anchor));
        var (start, end) = (before.LastIndexOf('{'), after.IndexOf('}'));
        return start >= 0 && (IsKey(before[start..]) || IsKey(end < 0 ? after : after[..end]));
    }

    private static bool IsKey(ReadOnlySpan<char> members) => members.Contains("\"kty", StringComparison.Ordinal);
}
