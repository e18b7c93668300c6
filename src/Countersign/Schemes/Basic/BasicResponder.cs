using System.Text;
using Countersign.Wire;

namespace Countersign.Schemes.Basic;

/// <summary>Answers a Basic challenge (RFC 7617 §2, §2.1): the client's half.</summary>
public static class BasicResponder
{
    /// <summary>The credentials for a user and password, in NFC and UTF-8.</summary>
    /// <exception cref="ArgumentException">The user-id has a colon, or either part a control character or no form in NFC.</exception>
    public static Credentials Respond(string user, string password) => new("Basic") { Token68 = Encode(user, password) };

    /// <summary>The value of the Authorization field for a user and password.</summary>
    /// <param name="user">The user.</param>
    /// <param name="password">The password.</param>
    /// <param name="isLatin1">Whether they are written in ISO-8859-1, as some old servers expect where they do not say <c>charset</c>. What it lacks goes in UTF-8 all the same.</param>
    /// <exception cref="ArgumentException">The user-id has a colon, or either part a control character or no form in NFC.</exception>
    public static string Authorization(string user, string password, bool isLatin1 = false) => $"Basic {Encode(user, password, isLatin1)}";

    private static string Encode(string user, string password, bool isLatin1 = false)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("A user-id contains no colon (RFC 7617 §2).", nameof(user));
        if (user.Any(char.IsControl))
            throw new ArgumentException("A user-id contains no control character (RFC 7617 §2).", nameof(user));
        if (password.Any(char.IsControl))
            throw new ArgumentException("A password contains no control character (RFC 7617 §2).", nameof(password));
        var login = $"{Composed(user, nameof(user))}:{Composed(password, nameof(password))}";
        return Convert.ToBase64String((isLatin1 && login.All(c => c <= '\u00ff') ? Encoding.Latin1 : Encoding.UTF8).GetBytes(login));
    }

    private static string Composed(string part, string name) =>
        Nfc.TryNormalize(part, out var composed) ? composed : throw new ArgumentException("A part has a code point that no text has.", name);
}
