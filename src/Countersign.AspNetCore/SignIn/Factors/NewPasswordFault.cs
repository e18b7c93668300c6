namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>Why a new password can't be taken.</summary>
internal enum NewPasswordFault
{
    /// <summary>It was typed differently the second time.</summary>
    Differs,

    /// <summary>It has fewer than eight characters.</summary>
    TooShort,

    /// <summary>It has more octets than the hash reads; cut off silently, it would be another one.</summary>
    TooLong,

    /// <summary>It is the person's name.</summary>
    IsTheName,

    /// <summary>It has a control character or a code point that no text has.</summary>
    Unreadable,
}
