namespace Countersign.Schemes.Digest;

/// <summary>A user name and password, for answering challenges.</summary>
public sealed class DigestLogin
{
    /// <summary>Takes both in their composed form (RFC 7616 §4).</summary>
    /// <param name="user">The name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentException">The name has a control character, or either part no form in NFC.</exception>
    public DigestLogin(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Any(char.IsControl))
            throw new ArgumentException("A user name contains no control character.", nameof(user));
        User = Nfc.TryNormalize(user, out var name) ? name : throw new ArgumentException("The user name has a code point that no text has.", nameof(user));
        Password = Nfc.TryNormalize(password, out var word) ? word : throw new ArgumentException("The password has a code point that no text has.", nameof(password));
    }

    /// <summary>The name.</summary>
    public string User { get; }

    /// <summary>Whether a name beyond ASCII is sent as its plain octets, which Apache needs, and not as <c>username*</c> (RFC 7616 §3.4).</summary>
    public bool SendsPlainName { get; init; }

    /// <summary>Whether servers that do not say <c>charset=UTF-8</c> hash in ISO-8859-1, as some old ones do. What that charset lacks is hashed in UTF-8.</summary>
    public bool IsLatin1 { get; init; }

    internal string Password { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{User}:***";
}
