using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>Names as people mean them: NFC, without letter case.</summary>
public static class NameHints
{
    /// <summary>The evidence for a name that differs from a known one in letter case alone.</summary>
    public const string LetterCase = "the user name differs from a known one in letter case alone";

    /// <summary>The form in which names that people take for the same are equal. Never throws: what has no NFC stays as it is.</summary>
    public static string Fold(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (Ascii.IsValid(user))
            return user.ToLowerInvariant();

        // Lower-casing may leave NFC.
        var lower = user.ToLowerInvariant();
        return Nfc.TryNormalize(lower, out var composed) ? composed : lower;
    }
}
