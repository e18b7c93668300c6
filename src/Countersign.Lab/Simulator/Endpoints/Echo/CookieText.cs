using System.Buffers;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>What the name and the value of a cookie may be (RFC 6265 §4.1.1).</summary>
internal static class CookieText
{
    private static readonly SearchValues<char> Names = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What is wrong with them; null for nothing.</summary>
    public static string? FaultOf(string name, string value)
    {
        if (!IsToken(name))
            return "a name that is no token";

        // More than the grammar has is in use; these end a value, or the field.
        return value.AsSpan().ContainsAny(";,") || value.Any(character => character is < ' ' or >= '\x7f') ? "a value with characters that end it" : null;
    }

    /// <summary>Whether a text is a token (RFC 9110 §5.6.2).</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Names);
}
