using System.Text;
using Countersign.AspNetCore.Passwords;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>What a password that a person sets has to be. Length alone makes it hard to guess: no classes of characters are asked for.</summary>
internal static class NewPasswordRules
{
    /// <summary>The least number of characters.</summary>
    public const int FewestCharacters = 8;

    /// <summary>The most octets in UTF-8: what bcrypt reads.</summary>
    public const int MostOctets = 72;

    /// <summary>Why a password can't be taken; null when it can.</summary>
    public static NewPasswordFault? FaultOf(string password, string again, string user)
    {
        if (password.Any(char.IsControl) || !Nfc.TryNormalize(password, out var composed))
            return NewPasswordFault.Unreadable;
        if (composed.EnumerateRunes().Count() < FewestCharacters)
            return NewPasswordFault.TooShort;
        if (Encoding.UTF8.GetByteCount(composed) > MostOctets)
            return NewPasswordFault.TooLong;
        if (NameHints.Fold(composed.Trim()) == NameHints.Fold(user))
            return NewPasswordFault.IsTheName;
        return password == again ? null : NewPasswordFault.Differs;
    }
}
