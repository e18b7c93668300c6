using System.Collections.Immutable;

namespace Countersign.Client.Failures;

/// <summary>One row for every <see cref="FailureReason"/>. A reason without a row does not compile.</summary>
public static class FailureCatalogue
{
    /// <summary>All reasons in the order of the list.</summary>
    public static ImmutableArray<FailureReason> All { get; } = [.. Enum.GetValues<FailureReason>()];

    private static readonly ImmutableArray<FailureRow> Rows = [.. All.Select(Describe)];

    /// <summary>The row of a reason.</summary>
    public static FailureRow Row(this FailureReason reason) => Rows[(int)reason];

    private static FailureRow Describe(FailureReason reason) => reason switch
    {
        FailureReason.CredentialsRejected => new("credentials-rejected", "The server does not take the credentials.",
            "Look at the refusal and at the server's problem details. Sending the same again changes nothing."),
        FailureReason.NoChallenge => new("no-challenge", "The server demands credentials and does not say of which scheme (against RFC 9110 §15.5.2).",
            "Have the server send WWW-Authenticate, or send the credentials without being asked."),
        FailureReason.MalformedChallenge => new("malformed-challenge", "No challenge of the server can be read.",
            "`countersign read challenge` shows the place in the field that breaks the grammar."),
        FailureReason.NoSupportedScheme => new("no-supported-scheme", "There are credentials for this server, of no scheme that it takes.",
            "Add credentials of one of the schemes in its challenges."),
        FailureReason.AlgorithmNotAllowed => new("algorithm-not-allowed", "The server wants an algorithm that is unknown or not allowed.",
            "Have the server offer SHA-256; MD5 is taken only where it is allowed. For DPoP, use a key for an algorithm that the server lists."),
        FailureReason.InsecureTransport => new("insecure-transport", "The credentials would travel where anybody can read them.",
            "Use https. Where the network is trusted all the same, allow cleartext for these credentials."),
        FailureReason.UnreplayableContent => new("unreplayable-content", "The credentials are at hand and the content can't be sent again.",
            "Give content that can be read twice, a function that makes it anew, a larger buffer, or `Expect: 100-continue`; or send the request once more."),
        FailureReason.StaleNonceLoop => new("stale-nonce-loop", "The server calls the nonce stale that it has just given.",
            "Look whether several servers answer under this name that do not share their nonces."),
        FailureReason.ServerNotAuthenticated => new("server-not-authenticated", "The answer does not prove that the server knows the password (RFC 7616 §3.5).",
            "Somebody between may have altered the answer, or the server computes rspauth wrongly."),
        FailureReason.TokenUnavailable => new("token-unavailable", "No access token could be got.",
            "Look whether the token endpoint can be reached and is well; it is asked again after a while."),
        FailureReason.TokenRefused => new("token-refused", "The token endpoint refuses to give a token.",
            "Look at its error: the client's registration, its secret, its grants, the scopes that it may have."),
        FailureReason.TokenTypeWrong => new("token-type-wrong", "The token is of another type than the one that it was to be used as.",
            "A token that is bound to a key (DPoP) needs that key with each request, a Bearer token needs none: have the authorization server give the other, or add credentials of the other kind."),
        FailureReason.RenewedTooOften => new("renewed-too-often", "The server refuses new tokens soon after it took them, or wants others, again and again; no more are got for it for now.",
            "Look whether several servers answer under this name of which some do not know the issuer's newest keys, or whose clocks differ."),
        FailureReason.TokensNotKept => new("tokens-not-kept", "Where the refresh token is kept can't be written; unless its successor can be kept, it is not used.",
            "Make room on the disk of the token store, or let this program write there; programs that share it wait meanwhile."),
        FailureReason.SignInNeeded => new("sign-in-needed", "A person has to sign in anew: the refresh token is used up, expired or revoked.",
            "Run the sign-in again. If it happens often, look whether two programs use the same refresh token without sharing where it is kept."),
        FailureReason.ScopeInsufficient => new("scope-insufficient", "The token is good and lacks a scope that the server needs.",
            "Ask for a token with the scope that the challenge names, if the client may have it."),
        FailureReason.StrongerSignInNeeded => new("stronger-sign-in-needed", "The person has to sign in in a stronger way, or more recently (RFC 9470).",
            "Send the person to sign in with the `acr_values` or `max_age` that the challenge names, and use the token of that sign-in."),
        FailureReason.DiscoveryFailed => new("discovery-failed", "It can't be found out who gives tokens for this resource.",
            "Look whether the resource publishes its metadata (RFC 9728) and its authorization server does (RFC 8414); or name the token endpoint yourself."),
        FailureReason.ResourceMismatch => new("resource-mismatch", "The metadata are of another resource than the one that was asked for.",
            "Somebody may be after tokens for that other resource. Where one identifier stands for a whole folder of addresses, allow that for this origin."),
        FailureReason.IssuerMismatch => new("issuer-mismatch", "What came is from another authorization server than the one that was asked.",
            "Somebody may be mixing up servers. Else have the server write its issuer everywhere alike, to the last slash."),
        FailureReason.AuthorizationServerNotAllowed => new("authorization-server-not-allowed", "The resource names no authorization server that may be used for it.",
            "Allow its authorization server for this origin, if it is one that you trust with these credentials."),
        FailureReason.UnsafeAddress => new("unsafe-address", "A server names an address that is not followed.",
            "Public servers may send nobody to http or into private networks. For a server of your own network, allow private addresses."),
        FailureReason.PkceNotSupported => new("pkce-not-supported", "The authorization server does not say that it supports S256 code challenges (RFC 7636).",
            "Have it publish code_challenge_methods_supported. Where you know that it checks them, say so for this client."),
        FailureReason.RegistrationRefused => new("registration-refused", "The authorization server does not know this client, and does not register it.",
            "Register the client with the server's operator, and use the client id that comes of it."),
        FailureReason.SignInRefused => new("sign-in-refused", "The sign-in came to nothing.",
            "Look at the error: the person may have said no, or the server does not let the client ask for this."),
        FailureReason.ProxyCredentialsRequired => new("proxy-credentials-required", "The proxy demands credentials, and there are none for it.",
            "Add credentials for the proxy; those of origins are never shown to it."),
        FailureReason.ProxyTunnelRefused => new("proxy-tunnel-refused", "The proxy opens no tunnel to the origin.",
            "Look at its answer, and whether it lets this client connect to that host and port."),
    };
}
