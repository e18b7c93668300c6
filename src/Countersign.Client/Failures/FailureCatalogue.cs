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
            "Have the server offer SHA-256; MD5 is taken only where it is allowed."),
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
        FailureReason.RenewedTooOften => new("renewed-too-often", "The server takes new tokens and refuses them soon after, again and again; no more are got for it for now.",
            "Look whether several servers answer under this name of which some do not know the issuer's newest keys, or whose clocks differ."),
        FailureReason.SignInNeeded => new("sign-in-needed", "A person has to sign in anew: the refresh token is used up, expired or revoked.",
            "Run the sign-in again. If it happens often, look whether two programs use the same refresh token without sharing where it is kept."),
        FailureReason.ScopeInsufficient => new("scope-insufficient", "The token is good and lacks a scope that the server needs.",
            "Ask for a token with the scope that the challenge names, if the client may have it."),
        FailureReason.StrongerSignInNeeded => new("stronger-sign-in-needed", "The person has to sign in in a stronger way, or more recently (RFC 9470).",
            "Send the person to sign in with the `acr_values` or `max_age` that the challenge names, and use the token of that sign-in."),
    };
}
