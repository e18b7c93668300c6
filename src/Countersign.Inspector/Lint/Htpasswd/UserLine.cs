using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint.Htpasswd;

/// <summary>A line of a file of users.</summary>
/// <param name="Directive">The line without its secret.</param>
/// <param name="User">The name before the first colon, as it is written.</param>
/// <param name="Realm">The realm of a line for Digest; null for others.</param>
/// <param name="Hash">What is stored; null where there is no colon.</param>
internal sealed record UserLine(Directive Directive, string User, string? Realm, StoredHash? Hash)
{
    /// <summary>Whether a space beside the colon is taken for part of the name or of the hash.</summary>
    public bool HasStraySpace { get; init; }

    public static UserLine Of(string line, string file, int number)
    {
        // httpd takes off what is white around a line.
        var text = line.Trim();
        var parts = text.Split(':');
        if (parts.Length > 1 && IsStored(parts[0], parts))
            return new(new("***", [], new(file, number, 1), null) { Text = string.Join(':', parts.Select(_ => "***")) }, "", null, new(HashKind.Broken, 0));
        var isDigest = parts.Length == 3 && parts[2].Length is 32 or 64 && parts[2].All(char.IsAsciiHexDigit);
        var shown = parts.Length == 1 ? "(a line without a colon)" : isDigest ? $"{parts[0]}:{ShownPart(parts[1])}:***" : $"{parts[0]}:***";
        var directive = new Directive(parts.Length == 1 ? "" : parts[0], [], new(file, number, 1), null) { Text = shown };
        if (parts.Length == 1)
            return new(directive, "", null, null);
        if (isDigest)
            return new(directive, parts[0], parts[1], new(HashKind.Digest, 0));
        return new(directive, parts[0], null, StoredHash.Of(parts[1].Trim()))
        {
            HasStraySpace = parts[0].EndsWith(' ') || parts[1].StartsWith(' ') || parts[1].EndsWith(' '),
        };
    }

    /// <summary>A part of a line that is to be a realm, and none of it where it is a hash.</summary>
    public static string ShownPart(string part) => IsHash(part.Trim()) || LooksLikeHash(part.Trim()) ? "***" : part;

    // What is to be stored stands where the name does.
    private static bool IsStored(string first, string[] parts)
    {
        var text = first.Trim();
        if (IsHash(text))
            return true;
        var isBesideHash = StoredHash.Of(parts[1].Trim()).Kind is not (HashKind.Plain or HashKind.Nothing or HashKind.Broken) || LooksLikeHash(parts[^1].Trim());
        return !isBesideHash && (LooksLikeHash(text) || (text.Length == 13 && StoredHash.Of(text).Kind == HashKind.Des && LooseSecrets.LooksRandom(text)) || (text.Contains(' ', StringComparison.Ordinal) && parts[1].Length == 0));
    }

    private static bool IsHash(string text) => text.StartsWith('$') || (text.StartsWith('{') && text.IndexOf('}', StringComparison.Ordinal) > 1);

    private static bool LooksLikeHash(string text) => text.Length is 32 or 40 or 64 or 128 && text.All(char.IsAsciiHexDigit);
}
