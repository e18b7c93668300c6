using System.Collections.Immutable;

namespace Countersign.AspNetCore.SignIn.Factors.Passkeys;

/// <summary>Who proved themselves by a passkey.</summary>
/// <param name="User">The user's name.</param>
/// <param name="CanLeaveDevice">Whether the key is kept by more than one device (WebAuthn: backup eligible): it is in software then.</param>
internal sealed record PasskeyProof(string User, bool CanLeaveDevice)
{
    /// <summary>What was proven, in the words of RFC 8176: the key, and the person by PIN or finger, which the authenticator checked: two factors.</summary>
    public ImmutableArray<string> Methods => [CanLeaveDevice ? "swk" : "hwk", "user", "mfa"];
}
