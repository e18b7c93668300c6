namespace Countersign.Decisions;

/// <summary>Why a request was not let in: the closed list. Facts, scheme first; every member has a row in <see cref="RefusalCatalogue"/>.</summary>
public enum Refusal
{
    /// <summary>No credentials came.</summary>
    CredentialsMissing,

    /// <summary>The Authorization field breaks the grammar.</summary>
    CredentialsMalformed,

    /// <summary>Authorization came in several lines, or a key field did.</summary>
    CredentialsDuplicated,

    /// <summary>Credentials of a scheme that this route does not take.</summary>
    SchemeNotOffered,

    /// <summary>Credentials are needed and the connection has no TLS.</summary>
    CleartextTransport,

    /// <summary>Authenticated, and not among those who may enter.</summary>
    SubjectNotAllowed,

    /// <summary>Authenticated, and a scope that the route needs was not granted.</summary>
    ScopeInsufficient,

    /// <summary>The request comes from a network that may not enter.</summary>
    NetworkNotAllowed,

    /// <summary>The route is closed to everybody.</summary>
    DeniedByPolicy,

    /// <summary>No route matches.</summary>
    RouteNotFound,

    /// <summary>The request can be read in two ways, or its target is not in canonical form.</summary>
    RequestAmbiguous,

    /// <summary>The method is one that is never forwarded (TRACE, CONNECT).</summary>
    MethodNotAllowed,

    /// <summary>The header section is too large.</summary>
    HeadersTooLarge,

    /// <summary>The content that a scheme has to verify is too large.</summary>
    ContentTooLarge,

    /// <summary>A preflight from an origin that the route does not name, or to a route that names none.</summary>
    OriginNotAllowed,

    /// <summary>Too many wrong attempts for this name from this network.</summary>
    TooManyAttempts,

    /// <summary>Too many refusals from this network, whatever the names.</summary>
    TooManyRefusals,

    /// <summary>All password workers are busy.</summary>
    PasswordChecksBusy,

    /// <summary>The protection of the route can't be established: a file or a store is missing.</summary>
    ProtectionUnavailable,

    /// <summary>Not user-id, colon, password in base64.</summary>
    BasicMalformed,

    /// <summary>The user exists and the password is another.</summary>
    BasicWrongPassword,

    /// <summary>There is no such user.</summary>
    BasicUnknownUser,

    /// <summary>The operator switched the user off.</summary>
    BasicUserDisabled,

    /// <summary>The stored hash is of a kind that is not verified.</summary>
    BasicHashUnsupported,

    /// <summary>At the sign-in page: the user exists and the password is another.</summary>
    SignInWrongPassword,

    /// <summary>At the sign-in page: there is no such user.</summary>
    SignInUnknownUser,

    /// <summary>At the sign-in page: the operator switched the user off.</summary>
    SignInUserDisabled,

    /// <summary>At the sign-in page: the stored hash is of a kind that is not verified.</summary>
    SignInHashUnsupported,

    /// <summary>The form to sign in or out is not one that this browser asked for, or another page sent it.</summary>
    SignInFormForeign,

    /// <summary>The code that was given as the second factor is none, or was used before.</summary>
    SignInWrongCode,

    /// <summary>The answer of a passkey is not one to the question that was asked here, or nobody's.</summary>
    SignInPasskeyRefused,

    /// <summary>The link to set a password was used, has expired, gave way to a newer one, or is none.</summary>
    ResetLinkVoid,

    /// <summary>A parameter is missing, doubled or broken.</summary>
    DigestMalformed,

    /// <summary>The uri parameter is not the request target.</summary>
    DigestUriMismatch,

    /// <summary>The realm is not the one that was asked for.</summary>
    DigestRealmMismatch,

    /// <summary>The algorithm was not offered.</summary>
    DigestAlgorithmNotOffered,

    /// <summary>The quality of protection was not offered.</summary>
    DigestQopNotOffered,

    /// <summary>A nonce that has ended, or that another start or gateway made, under a digest that is right or, for auth-int, was not judged.</summary>
    DigestNonceStale,

    /// <summary>A nonce that is not ours and a digest that is wrong too.</summary>
    DigestNonceUnknown,

    /// <summary>A nonce count that was used before.</summary>
    DigestNonceReplayed,

    /// <summary>There is no such user.</summary>
    DigestUnknownUser,

    /// <summary>The digest is wrong.</summary>
    DigestResponseWrong,

    /// <summary>Not in the form of a key, or with a wrong checksum.</summary>
    ApiKeyMalformed,

    /// <summary>Well formed and unknown.</summary>
    ApiKeyUnknown,

    /// <summary>Past its expiry.</summary>
    ApiKeyExpired,

    /// <summary>Revoked.</summary>
    ApiKeyRevoked,

    /// <summary>Not one token in the Authorization field.</summary>
    BearerMalformed,

    /// <summary>The issuer says of an opaque token that it counts no more, or never did; also what the public is told of every other fault of a token.</summary>
    BearerTokenInvalid,

    /// <summary>Not a signed token that can be read, or without claims.</summary>
    BearerTokenUnreadable,

    /// <summary>Of an issuer that is not trusted here.</summary>
    BearerIssuerUnknown,

    /// <summary>Signed with an algorithm that is not taken, or that is not the key's.</summary>
    BearerAlgorithmNotAllowed,

    /// <summary>Names a key that the issuer does not have.</summary>
    BearerKeyUnknown,

    /// <summary>No key of the issuer made the signature.</summary>
    BearerSignatureWrong,

    /// <summary>Another kind of token: its typ is not one that is taken.</summary>
    BearerTypeWrong,

    /// <summary>A claim that is needed is missing or of the wrong type.</summary>
    BearerClaimMissing,

    /// <summary>Made for somebody else.</summary>
    BearerAudienceWrong,

    /// <summary>Given to a client whose tokens are not taken here.</summary>
    BearerClientNotAllowed,

    /// <summary>A claim has not the value that the operator wants.</summary>
    BearerClaimNotAllowed,

    /// <summary>Bound to a key or certificate that its presenter has not shown.</summary>
    BearerTokenBound,

    /// <summary>Its time has not begun.</summary>
    BearerTokenNotYetValid,

    /// <summary>Made for longer than is taken here.</summary>
    BearerLifetimeTooLong,

    /// <summary>Called back by the operator.</summary>
    BearerTokenRevoked,

    /// <summary>Validly signed, and past its end.</summary>
    BearerTokenExpired,

    /// <summary>No proof came with a DPoP token.</summary>
    DpopProofMissing,

    /// <summary>The proof can't be read, or a claim is missing in it; also what the public is told of most faults of proofs.</summary>
    DpopProofInvalid,

    /// <summary>Another kind of token in the place of a proof.</summary>
    DpopTypeWrong,

    /// <summary>Signed with an algorithm that is not taken for proofs.</summary>
    DpopAlgorithmNotAllowed,

    /// <summary>The proof brings no public key that can be used.</summary>
    DpopKeyInvalid,

    /// <summary>The proof's own key did not sign it.</summary>
    DpopSignatureWrong,

    /// <summary>Made for another method.</summary>
    DpopMethodMismatch,

    /// <summary>Made for another address.</summary>
    DpopUriMismatch,

    /// <summary>Made for another access token.</summary>
    DpopTokenMismatch,

    /// <summary>Made too long ago, or in the future.</summary>
    DpopProofStale,

    /// <summary>Used before.</summary>
    DpopProofReplayed,

    /// <summary>There is no nonce in the proof, and one is wanted.</summary>
    DpopNonceMissing,

    /// <summary>The nonce has ended, or is not one of ours.</summary>
    DpopNonceStale,

    /// <summary>The issuer can't be asked for its keys or for its word on a token, and nothing is known from before.</summary>
    IssuerUnavailable,

    /// <summary>Signed in less strongly, or longer ago, than the route wants.</summary>
    SignInInsufficient,

    /// <summary>The cookie of a session is not in the form of one, or came more than once.</summary>
    SessionUnreadable,

    /// <summary>No session has this id: it was forgotten, or never made.</summary>
    SessionUnknown,

    /// <summary>The session was not used for too long.</summary>
    SessionIdle,

    /// <summary>The session is past its end.</summary>
    SessionExpired,

    /// <summary>The session was ended by somebody other than its browser, or with its user.</summary>
    SessionRevoked,

    /// <summary>The person signed out.</summary>
    SessionSignedOut,

    /// <summary>A page of another origin sent the session along with what changes something.</summary>
    SessionOriginForeign,

    /// <summary>What came back from a provider answers no sign-in of this browser, or one that was begun too long ago.</summary>
    SignOnStateInvalid,

    /// <summary>The provider's answer came a second time.</summary>
    SignOnStateUsed,

    /// <summary>The person, or the provider, declined (<c>access_denied</c>).</summary>
    SignOnDeclined,

    /// <summary>The provider needs the person to do something that it was not let ask for, such as to consent.</summary>
    SignOnInteractionNeeded,

    /// <summary>The provider refuses the gateway, or what it asks for.</summary>
    SignOnRefused,

    /// <summary>The provider can't be reached, or says that it can't serve now.</summary>
    SignOnUnavailable,

    /// <summary>Another provider answered than was asked (RFC 9207).</summary>
    SignOnIssuerMismatch,

    /// <summary>The provider's word on the person does not count: a check of the ID token failed.</summary>
    SignOnTokenInvalid,

    /// <summary>The provider does not say who the person is.</summary>
    SignOnPersonUnknown,

    /// <summary>The provider signed the person in less strongly, or longer ago, than the route wants.</summary>
    SignOnTooWeak,
}
