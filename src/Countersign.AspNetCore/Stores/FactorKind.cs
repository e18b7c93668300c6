namespace Countersign.AspNetCore.Stores;

/// <summary>What a person can prove beside the password.</summary>
public enum FactorKind
{
    /// <summary>An authenticator app (RFC 6238).</summary>
    Totp,

    /// <summary>A passkey (WebAuthn).</summary>
    Passkey,

    /// <summary>Codes on paper, each good once.</summary>
    RecoveryCodes,
}
