using System.Collections.Frozen;

namespace Countersign.Inspector.Intake;

/// <summary>Tells whether the first word of credentials is the name of a scheme, or a part of a secret that has none.</summary>
internal static class SchemeName
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        "Basic", "Digest", "Bearer", "DPoP", "Negotiate", "NTLM", "Kerberos", "Token", "ApiKey", "Api-Key", "Key", "GNAP", "HOBA", "Mutual", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid",
        "Hawk", "AWS", "AWS4-HMAC-SHA256", "Signature", "SharedKey", "SharedKeyLite", "JWT", "Session", "Cookie", "Splunk", "GoogleLogin", "MAC", "SAPISIDHASH", "Concealed", "Amx", "HMAC", "SSWS", "GenieKey",
        "Client-ID", "Discogs", "MediaBrowser", "Atlassian", "Zoho-oauthtoken", "WRAP", "WSSE", "UsernameToken", "Newauth",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether people use a scheme of this name.</summary>
    public static bool IsKnown(ReadOnlySpan<char> word) => Known.Contains(word);

    /// <summary>The scheme that a value begins with, as written, and what is behind it; null for a value without any.</summary>
    public static string? Of(string value, out string rest)
    {
        var end = value.AsSpan().IndexOfAny(" \t");
        var word = end < 0 ? value : value[..end];
        rest = end < 0 ? "" : value[end..].TrimStart(' ', '\t');
        if (IsKnown(word) || IsKnown(word.AsSpan().TrimEnd(":=,;")))
            return word;

        // "Bearer:x", "Bearer=x": the name is known, the blank is not there.
        var mark = word.AsSpan().IndexOfAny(":=,");
        if (mark > 0 && IsKnown(word.AsSpan(0, mark)))
        {
            rest = value[(mark + 1)..];
            return word[..(mark + 1)];
        }

        if (rest.Length > 0 && IsPlausible(word))
            return word;
        rest = value;
        return null;
    }

    // A new scheme, or one misspelt: some letters with few digits, of the kind that people use in names.
    private static bool IsPlausible(string word) =>
        word.Length is >= 3 and <= 24
        && (char.IsAsciiLetterUpper(word[0]) || IsNear(word))
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && word.Count(char.IsAsciiDigit) <= 3;

    private static bool IsNear(string word) => word.Length <= 8 && (Shares(word, "bearer") || Shares(word, "basic") || Shares(word, "digest") || Shares(word, "token"));

    private static bool Shares(string word, string name)
    {
        var common = 0;
        while (common < Math.Min(word.Length, name.Length) && char.ToLowerInvariant(word[common]) == name[common])
            common++;
        return common >= 3 && Math.Abs(word.Length - name.Length) <= 2;
    }
}
