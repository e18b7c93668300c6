namespace Countersign.Schemes.Basic;

/// <summary>A user name and password as a client sent them, in NFC.</summary>
/// <param name="User">The user-id; may be empty.</param>
/// <param name="Password">The password; may be empty and may contain colons.</param>
/// <param name="IsLatin1">Whether the octets were no UTF-8 and so were read as ISO-8859-1.</param>
internal readonly record struct BasicLogin(string User, string Password, bool IsLatin1)
{
    /// <summary>Nothing of it may be shown.</summary>
    public override string ToString() => "***";
}
