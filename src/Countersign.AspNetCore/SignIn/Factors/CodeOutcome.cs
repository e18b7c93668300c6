using System.Runtime.InteropServices;

namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>What became of a code that was given as the second factor.</summary>
internal enum CodeOutcome
{
    /// <summary>It is the app's.</summary>
    App,

    /// <summary>It is a recovery code, which is used up now.</summary>
    RecoveryCode,

    /// <summary>It is none, or one of long ago.</summary>
    Wrong,

    /// <summary>It is the app's and was used before: the next one is needed.</summary>
    Spent,

    /// <summary>Too many wrong codes for this name from this network.</summary>
    TooMany,

    /// <summary>The keys that protect the app's own can't be had.</summary>
    Unreadable,
}

/// <summary>The outcome of a code.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Wait">How long to wait, for <see cref="CodeOutcome.TooMany"/>.</param>
/// <param name="CodesLeft">How many recovery codes are left, for <see cref="CodeOutcome.RecoveryCode"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodeCheck(CodeOutcome Outcome, TimeSpan? Wait = null, int? CodesLeft = null)
{
    /// <summary>Whether the person is who they say.</summary>
    public bool IsRight => Outcome is CodeOutcome.App or CodeOutcome.RecoveryCode;
}
