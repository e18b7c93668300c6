using System.Text;
using System.Text.Unicode;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Reads what the base64 of Basic credentials holds (RFC 7617 §2), and forgets the password.</summary>
internal static class BasicReading
{
    // What the makers of keys tell people to put where a user-id and a password have to be: the other one is the key.
    private static readonly string[] Fillers = ["", "x", "X", "x-oauth-basic", "api_token", "api", "token", "_", "-"];

    /// <param name="token">The base64.</param>
    /// <param name="known">Remembers the password.</param>
    /// <param name="isBlankAtEnd">Whether the password ends in white space or a line end.</param>
    /// <param name="isDoubled">Whether what is encoded is base64 of credentials once more.</param>
    public static BasicFacts Of(string token, KnownSecrets known, out bool isBlankAtEnd, out bool isDoubled)
    {
        (isBlankAtEnd, isDoubled) = (false, false);
        if (token.AsSpan().ContainsAny(" \t"))
            return Broken("there is white space in it");
        if (Octets(token) is not { } content)
            return Broken(token.AsSpan().ContainsAny('-', '_') ? "it is base64url, not base64" : "it is not base64");

        var text = TextOf(content, out var isUtf8);
        known.Add(text);
        var facts = OfText(text, known) with { IsUtf8 = isUtf8 };
        isBlankAtEnd = facts.Colons > 0 && !facts.HasEmptyPassword && char.IsWhiteSpace(text[^1]);
        isDoubled = facts.Colons == 0 && text.Length >= 4 && Octets(text.TrimEnd()) is { } inner && inner.Contains((byte)':');
        if (isDoubled)
            known.Add(TextOf(Octets(text.TrimEnd())!, out _));
        return facts.Fault is null && token.Length % 4 != 0 ? facts with { Fault = "its padding is missing" } : facts;
    }

    /// <summary>The same of what stands unencoded in an address.</summary>
    public static BasicFacts OfText(string text, KnownSecrets known)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var fault = colon < 0 ? "there is no colon in it" : text.Any(char.IsControl) ? "there is a control character in it" : null;
        var (user, password) = colon < 0 ? (null, "") : (text[..colon], text[(colon + 1)..]);
        known.AddTyped(password);
        known.AddTyped(password.TrimEnd());
        if (user is not null && IsKey(user, password))
        {
            known.Add(user);
            user = "***";
        }

        return new(fault, user, text.Count(c => c == ':'), IsUtf8: true, text.All(char.IsAscii), colon >= 0 && colon == text.Length - 1);
    }

    /// <summary>What is encoded, as text; null for what is not base64.</summary>
    public static string? Decoded(string token) => Octets(token) is { } octets ? TextOf(octets, out _) : null;

    private static bool IsKey(string user, string password)
    {
        if (LooseSecrets.Hide(user) != user)
            return true;
        return Fillers.Contains(password.Trim(), StringComparer.Ordinal)
            && user.Length >= 16
            && user.AsSpan().ContainsAnyInRange('0', '9')
            && !user.AsSpan().ContainsAny('@', ' ', '\\');
    }

    private static byte[]? Octets(string token)
    {
        if (token.AsSpan().ContainsAny(" \t\r\n"))
            return null;
        var octets = new byte[token.Length];
        return Convert.TryFromBase64String(Padded(token), octets, out var length) ? octets[..length] : null;
    }

    private static string TextOf(byte[] content, out bool isUtf8)
    {
        isUtf8 = Utf8.IsValid(content);
        return isUtf8 ? Encoding.UTF8.GetString(content) : Encoding.Latin1.GetString(content);
    }

    private static BasicFacts Broken(string fault) => new(fault, null, 0, IsUtf8: false, IsAscii: false, HasEmptyPassword: false);

    private static string Padded(string token) => (token.Length % 4) switch
    {
        2 => token + "==",
        3 => token + "=",
        _ => token,
    };
}
