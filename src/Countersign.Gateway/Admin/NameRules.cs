using Countersign.AspNetCore.Stores;
using Countersign.Tokens;

namespace Countersign.Gateway.Admin;

/// <summary>What names are made of, on the command line and at the admin listener. Each rule gives the sentence for the person who broke it, or null.</summary>
public static class NameRules
{
    /// <summary>Octets that are not UTF-8 arrive as this character: all of them alike, so that different names would become the same.</summary>
    public const char Unreadable = '\ufffd';

    private const string NotUtf8 = "is not UTF-8; set the locale of the terminal to a UTF-8 one.";

    /// <summary>RFC 7617 §2, and what a store keeps.</summary>
    public static string? OfUser(string name)
    {
        if (name.Contains(Unreadable, StringComparison.Ordinal))
            return "The name " + NotUtf8;
        return UserStore.IsValidName(name) ? null : "A name has 1 to 255 characters and no colon, control character, code point that no text has, or blank around it.";
    }

    /// <summary>Groups are listed with commas in a field for the upstream.</summary>
    public static string? OfGroup(string group)
    {
        if (group.Contains(Unreadable, StringComparison.Ordinal))
            return "The group " + NotUtf8;
        return IsText(group) && !group.Contains(',', StringComparison.Ordinal)
            ? null
            : "A group has 1 to 255 characters and no comma, control character or blank around it.";
    }

    /// <summary>What something is called, for people alone.</summary>
    public static string? OfLabel(string label)
    {
        if (label.Contains(Unreadable, StringComparison.Ordinal))
            return "The text " + NotUtf8;
        return IsText(label) ? null : "A text here has 1 to 255 characters and no control character or blank around it.";
    }

    /// <summary>What a new password needs; what hashes it asks for more.</summary>
    public static string? OfPassword(string password)
    {
        // What can't be read becomes one and the same character, and with it every such password the same.
        if (password.Contains(Unreadable, StringComparison.Ordinal))
            return "The password " + NotUtf8;
        return password.Length > 0 ? null : "An empty password protects nothing.";
    }

    /// <summary>RFC 6749 §3.3: scope-token.</summary>
    public static string? OfScope(string scope) =>
        scope.Length is > 0 and <= 255 && scope.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'))
            ? null
            : "A scope has 1 to 255 printable ASCII characters and no space, quotation mark or backslash.";

    /// <summary>A name out of a token (<c>iss</c>, <c>sub</c>, <c>sid</c>, <c>jti</c>): the issuer's own words, compared exactly.</summary>
    public static string? OfClaim(string text)
    {
        if (text.Contains(Unreadable, StringComparison.Ordinal))
            return "The name " + NotUtf8;

        // A name is kept, listed and logged as it is.
        if (JwsReader.Read(text).Header is not null)
            return "That is a whole token and no name out of one; revoke it as a token, of which the hash alone is kept.";
        return text.Length is > 0 and <= 1000 && !text.Any(char.IsControl) ? null : "A name out of a token has 1 to 1000 characters here and no control character.";
    }

    private static bool IsText(string text) => text.Length is > 0 and <= 255 && !text.Any(char.IsControl) && text.Trim().Length == text.Length;
}
