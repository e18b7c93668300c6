namespace Countersign.Client.Failures;

/// <summary>Why a client that had credentials did not get in: the closed list. Each has a row in <see cref="FailureCatalogue"/>.</summary>
public enum FailureReason
{
    /// <summary>The server took the credentials for wrong.</summary>
    CredentialsRejected,

    /// <summary>The answer demands credentials and says not by which scheme.</summary>
    NoChallenge,

    /// <summary>No challenge can be read.</summary>
    MalformedChallenge,

    /// <summary>None of the schemes that the server takes is one that there are credentials for.</summary>
    NoSupportedScheme,

    /// <summary>The server wants an algorithm that is unknown, or one that policy forbids.</summary>
    AlgorithmNotAllowed,

    /// <summary>The credentials would travel where anybody can read them.</summary>
    InsecureTransport,

    /// <summary>The content was sent and can't be sent again.</summary>
    UnreplayableContent,

    /// <summary>The server calls each of its nonces stale, the one just given as well.</summary>
    StaleNonceLoop,

    /// <summary>The server did not prove that it knows the password.</summary>
    ServerNotAuthenticated,

    /// <summary>No access token could be got.</summary>
    TokenUnavailable,

    /// <summary>The token endpoint does not take the client, its grant, or what it asks for.</summary>
    TokenRefused,

    /// <summary>A server takes each new token for a while only, and they are not renewed as often as it refuses them.</summary>
    RenewedTooOften,

    /// <summary>A person has to sign in anew: what tokens were got by counts no more.</summary>
    SignInNeeded,

    /// <summary>The token is good and lacks a scope.</summary>
    ScopeInsufficient,

    /// <summary>The person has to sign in in a stronger way, or more recently (RFC 9470).</summary>
    StrongerSignInNeeded,
}
