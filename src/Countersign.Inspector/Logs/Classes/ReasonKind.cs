using Countersign.Decisions;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>What the gateway's reasons come to here.</summary>
internal enum ReasonKind : byte
{
    /// <summary>The log does not say why.</summary>
    Unsaid,
    NoCredentials,

    /// <summary>A leg of a handshake: the answer has the nonce to go on with.</summary>
    Handshake,
    Expired,
    Revoked,

    /// <summary>Credentials that nobody has.</summary>
    Wrong,

    /// <summary>Made with a key, or at a time, that the service does not know: its fault when many meet it, the client's when one does.</summary>
    Unknown,

    /// <summary>Anything else that the service does not take.</summary>
    NotTaken,
}

/// <summary>The kinds of reasons.</summary>
internal static class ReasonKinds
{
    public static ReasonKind Of(Refusal? reason) => reason switch
    {
        null => ReasonKind.Unsaid,
        Refusal.CredentialsMissing => ReasonKind.NoCredentials,
        Refusal.DigestNonceStale or Refusal.DpopNonceMissing or Refusal.DpopNonceStale => ReasonKind.Handshake,
        Refusal.BearerTokenExpired or Refusal.ApiKeyExpired or Refusal.SessionIdle or Refusal.SessionExpired or Refusal.SessionUnknown => ReasonKind.Expired,
        Refusal.BearerTokenRevoked or Refusal.ApiKeyRevoked or Refusal.SessionRevoked or Refusal.SessionSignedOut or Refusal.BasicUserDisabled or Refusal.SignInUserDisabled => ReasonKind.Revoked,
        Refusal.BasicWrongPassword or Refusal.BasicUnknownUser or Refusal.SignInWrongPassword or Refusal.SignInUnknownUser or Refusal.SignInWrongCode or Refusal.DigestUnknownUser
            or Refusal.DigestResponseWrong or Refusal.ApiKeyUnknown => ReasonKind.Wrong,
        Refusal.BearerKeyUnknown or Refusal.BearerIssuerUnknown or Refusal.BearerTokenNotYetValid or Refusal.SessionUnreadable => ReasonKind.Unknown,
        _ => ReasonKind.NotTaken,
    };
}
