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

    /// <summary>The token is of another type than the one that it was to be used as: one that is bound to a key is no Bearer token.</summary>
    TokenTypeWrong,

    /// <summary>A server takes each new token for a while only, or wants another each time: they are not got as often as that.</summary>
    RenewedTooOften,

    /// <summary>Where the refresh token is kept can't be written: it is not used, since its successor would be lost; or its successor is known to this program alone.</summary>
    TokensNotKept,

    /// <summary>A person has to sign in anew: what tokens were got by counts no more.</summary>
    SignInNeeded,

    /// <summary>The token is good and lacks a scope.</summary>
    ScopeInsufficient,

    /// <summary>The person has to sign in in a stronger way, or more recently (RFC 9470).</summary>
    StrongerSignInNeeded,

    /// <summary>It could not be found out who gives tokens for a resource, and where (RFC 9728, RFC 8414).</summary>
    DiscoveryFailed,

    /// <summary>Metadata are of another resource than the one that was asked for (RFC 9728 §3.3).</summary>
    ResourceMismatch,

    /// <summary>Metadata, or an answer with a code, are of another authorization server than the one that was asked (RFC 8414 §3.3, RFC 9207).</summary>
    IssuerMismatch,

    /// <summary>A resource names authorization servers, and none of them is one that the client may use.</summary>
    AuthorizationServerNotAllowed,

    /// <summary>A peer names an address that is not followed: not https, or within a network that it can't know of.</summary>
    UnsafeAddress,

    /// <summary>The authorization server does not support codes that only the client who asked for them can use (RFC 7636).</summary>
    PkceNotSupported,

    /// <summary>The authorization server does not know the client, and takes no way to become known.</summary>
    RegistrationRefused,

    /// <summary>The authorization server, or the person, said no to the sign-in.</summary>
    SignInRefused,

    /// <summary>The proxy on the way demands credentials, and there are none for it.</summary>
    ProxyCredentialsRequired,

    /// <summary>The proxy on the way opens no tunnel to the origin.</summary>
    ProxyTunnelRefused,
}
