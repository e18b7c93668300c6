using System.Text;
using System.Text.Unicode;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Reads what the base64 of Basic credentials holds (RFC 7617 §2), and forgets the password.</summary>
internal static class BasicReading
{
    public static BasicFacts Of(string token, out bool isBlankAtEnd)
    {
        isBlankAtEnd = false;
        var octets = new byte[token.Length];
        if (!Convert.TryFromBase64String(Padded(token), octets, out var length))
            return Broken(token.AsSpan().ContainsAny('-', '_') ? "it is base64url, not base64" : "it is not base64");

        var content = octets.AsSpan(0, length);
        var isUtf8 = Utf8.IsValid(content);
        var text = isUtf8 ? Encoding.UTF8.GetString(content) : Encoding.Latin1.GetString(content);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        isBlankAtEnd = colon >= 0 && text.Length > colon + 1 && char.IsWhiteSpace(text[^1]);
        var fault = colon < 0 ? "there is no colon in it"
            : text.Any(char.IsControl) ? "there is a control character in it"
            : token.Length % 4 != 0 ? "its padding is missing"
            : null;
        return new(fault, colon < 0 ? null : text[..colon], text.Count(c => c == ':'), isUtf8, text.All(char.IsAscii), colon >= 0 && colon == text.Length - 1);
    }

    private static BasicFacts Broken(string fault) => new(fault, null, 0, IsUtf8: false, IsAscii: false, HasEmptyPassword: false);

    private static string Padded(string token) => (token.Length % 4) switch
    {
        2 => token + "==",
        3 => token + "=",
        _ => token,
    };
}
