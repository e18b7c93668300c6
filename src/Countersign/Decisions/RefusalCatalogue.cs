using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Decisions;

/// <summary>One row for every <see cref="Refusal"/>. A reason without a row does not compile.</summary>
public static class RefusalCatalogue
{
    private static readonly AuthParam Stale = new("stale", "true", Quoted: false);
    private static readonly ImmutableArray<AuthParam> InvalidToken = [new("error", "invalid_token"), new("error_description", "The access token is not valid")];

    private static readonly ImmutableArray<AuthParam> InvalidProof = [new("error", "invalid_dpop_proof"), new("error_description", "The DPoP proof is missing or not valid")];
    private static readonly ImmutableArray<AuthParam> UseNonce = [new("error", "use_dpop_nonce"), new("error_description", "The DPoP proof needs the nonce of this answer")];

    /// <summary>All refusals in the order of the list.</summary>
    public static ImmutableArray<Refusal> All { get; } = [.. Enum.GetValues<Refusal>()];

    private static readonly ImmutableArray<RefusalRow> Rows = [.. All.Select(Describe)];

    /// <summary>The row of a refusal.</summary>
    public static RefusalRow Row(this Refusal refusal) => Rows[(int)refusal];

    /// <summary>The row that the public is shown for a refusal.</summary>
    public static RefusalRow PublicRow(this Refusal refusal) => refusal.Row().PublicAs is { } shown ? shown.Row() : refusal.Row();

    /// <summary>The refusal with a slug, or null.</summary>
    public static Refusal? Find(string slug)
    {
        foreach (var refusal in All)
        {
            if (refusal.Row().Slug == slug)
                return refusal;
        }

        return null;
    }

    private static RefusalRow Describe(Refusal refusal) => refusal switch
    {
        Refusal.CredentialsMissing => new("credentials-missing", 401, "Authentication required",
            "This area needs you to say who you are.", "RFC 9110 §15.5.2",
            "The request has no Authorization field and no key field. Look whether the client sends one, and whether something between removes it."),
        Refusal.CredentialsMalformed => new("credentials-malformed", 400, "Unreadable credentials",
            "The Authorization field does not follow the grammar of credentials.", "RFC 9110 §11.4",
            "Compare the field with `Scheme token68` or `Scheme name=value, name=value`; `countersign read credentials` shows the position."),
        Refusal.CredentialsDuplicated => new("credentials-duplicated", 400, "Credentials sent twice",
            "Credentials were sent in more than one field line; exactly one is allowed.", "RFC 9110 §5.3",
            "A client library and a proxy each add an Authorization line, or a script sets it twice."),
        Refusal.SchemeNotOffered => new("scheme-not-offered", 401, "Another authentication scheme is needed",
            "The credentials are of a scheme that this area does not take.", "RFC 9110 §11.6.1",
            "Use one of the schemes in WWW-Authenticate. If the upstream is to judge this scheme, set `authorization: forward` on a public route."),
        Refusal.CleartextTransport => new("cleartext-transport", 403, "HTTPS required",
            "Credentials are not taken over an unprotected connection; use https.", "RFC 7617 §4",
            "Serve the route over TLS, or set allow-cleartext where a test network justifies it. A secret that was sent is to be changed.")
        { Fault = Fault.Server },
        Refusal.SubjectNotAllowed => new("subject-not-allowed", 403, "Not permitted",
            "You are signed in, and this area is not open to you.", "RFC 9110 §15.5.4",
            "Neither the user nor one of its groups is in the route's `users` or `groups`, nor its e-mail address in `emails` or `email-domains`; one that was not verified counts as none."),
        Refusal.ScopeInsufficient => new("scope-insufficient", 403, "A scope is missing",
            "The credentials are good and lack a scope that this area needs.", "RFC 9110 §15.5.4",
            "Create a key with all of the route's `scopes`."),
        Refusal.NetworkNotAllowed => new("network-not-allowed", 403, "Not permitted from here",
            "This area is not open to the network that the request comes from.", "RFC 9110 §15.5.4",
            "Compare the client's address with the route's `networks`; behind a proxy, list it in `trusted-proxies`."),
        Refusal.DeniedByPolicy => new("denied-by-policy", 403, "Closed",
            "This area is closed.", "RFC 9110 §15.5.4",
            "The matching route says `access: deny`. If another was meant, look at the order of routes with `countersign route`."),
        Refusal.RouteNotFound => new("route-not-found", 404, "Nothing here",
            "There is nothing at this address.", "RFC 9110 §15.5.5",
            "No route matches host, path, method and headers; `countersign route` shows the nearest."),
        Refusal.RequestAmbiguous => new("request-ambiguous", 400, "Ambiguous request",
            "The request can be understood in more than one way.", "RFC 9112 §3.2",
            "The target or a field is not in canonical form (encoded slash or dot, backslash, empty segment, doubled Host, odd framing, an incomplete preflight or WebSocket handshake). Send the canonical form."),
        Refusal.MethodNotAllowed => new("method-not-allowed", 405, "Method not allowed",
            "This method is never forwarded.", "RFC 9110 §9.3.8",
            "TRACE would echo credentials and CONNECT would open a tunnel."),
        Refusal.HeadersTooLarge => new("headers-too-large", 431, "Header fields too large",
            "The header section of the request is too large.", "RFC 6585 §5",
            "Look for cookies that pile up or a very large token."),
        Refusal.ContentTooLarge => new("content-too-large", 413, "Content too large to verify",
            "The content is larger than can be verified.", "RFC 9110 §15.5.14",
            "Digest auth-int hashes the whole content: raise the scheme's max-content or offer qop=auth. Forms that are looked into for a token (token-in) may have 64 KiB."),
        Refusal.OriginNotAllowed => new("origin-not-allowed", 403, "Origin not allowed",
            "Scripts of this origin may not use this area.", "Fetch §3.2",
            "The Origin is not in the route's `cors.origins`, or the route has no `cors`: preflights are never forwarded."),
        Refusal.TooManyAttempts => new("too-many-attempts", 429, "Too many attempts",
            "There were too many attempts.", "RFC 6585 §4",
            "Wrong passwords for this name from this network. The same is said for names that do not exist."),
        Refusal.TooManyRefusals => new("too-many-refusals", 429, "Too many refused requests",
            "There were too many refused requests from your network.", "RFC 6585 §4",
            "A client repeats refused requests without a change, or somebody guesses."),
        Refusal.PasswordChecksBusy => new("password-checks-busy", 503, "Busy",
            "Passwords can't be checked at the moment.", "RFC 9110 §15.6.4",
            "The queue of password checks is full: an attack, or hashes that are too dear for this machine.")
        { Fault = Fault.Server },
        Refusal.ProtectionUnavailable => new("protection-unavailable", 503, "Not available",
            "Who you are can't be checked at the moment.", "RFC 9110 §15.6.4",
            "A file or store that the route's protection needs can't be read, or no memory is left for contents that have to be read for it (auth-int, forms with tokens). The route stays closed until it can.")
        { Fault = Fault.Server },
        Refusal.BasicMalformed => new("basic-malformed", 401, "Unreadable credentials",
            "The Basic credentials are not a user name, a colon and a password in base64.", "RFC 7617 §2",
            "Look at the encoding: base64 with padding over UTF-8, no line end, no control characters."),
        Refusal.BasicWrongPassword => new("basic-wrong-password", 401, "Wrong user name or password",
            "The user name or the password is wrong.", "RFC 9110 §15.5.2",
            "The user exists and the password is another. Passwords are case-sensitive.")
        { CountsAsGuess = true },
        Refusal.BasicUnknownUser => new("basic-unknown-user", 401, "Wrong user name or password",
            "There is no such user.", "RFC 9110 §15.5.2",
            "User names are case-sensitive. Add the user, or look for a password typed into the name field.")
        { PublicAs = Refusal.BasicWrongPassword, CountsAsGuess = true },
        Refusal.BasicUserDisabled => new("basic-user-disabled", 401, "Wrong user name or password",
            "The user is switched off.", "RFC 9110 §15.5.2",
            "The user was disabled by an operator.")
        { PublicAs = Refusal.BasicWrongPassword, CountsAsGuess = true },
        Refusal.BasicHashUnsupported => new("basic-hash-unsupported", 401, "Wrong user name or password",
            "The stored password hash is of a kind that is not verified.", "RFC 7617 §4",
            "The hash is DES or plain text; set the password anew with bcrypt: `htpasswd -B`.")
        { PublicAs = Refusal.BasicWrongPassword, Fault = Fault.Server, CountsAsGuess = true },
        Refusal.SignInWrongPassword => new("sign-in-wrong-password", 401, "Wrong user name or password",
            "The user name or the password is wrong.", "RFC 9110 §15.5.2",
            "The user exists and the password is another. Passwords are case-sensitive.")
        { CountsAsGuess = true },
        Refusal.SignInUnknownUser => new("sign-in-unknown-user", 401, "Wrong user name or password",
            "There is no such user.", "RFC 9110 §15.5.2",
            "User names are case-sensitive. Add the user with `countersign user add`, or look for a password typed into the name field.")
        { PublicAs = Refusal.SignInWrongPassword, CountsAsGuess = true },
        Refusal.SignInUserDisabled => new("sign-in-user-disabled", 401, "Wrong user name or password",
            "The user is switched off.", "RFC 9110 §15.5.2",
            "The user was disabled by an operator.")
        { PublicAs = Refusal.SignInWrongPassword, CountsAsGuess = true },
        Refusal.SignInHashUnsupported => new("sign-in-hash-unsupported", 401, "Wrong user name or password",
            "The stored password hash is of a kind that is not verified.", "RFC 9110 §15.5.2",
            "The hash is DES or plain text; set the password anew with `countersign user passwd`.")
        { PublicAs = Refusal.SignInWrongPassword, Fault = Fault.Server, CountsAsGuess = true },
        Refusal.SignInFormForeign => new("sign-in-form-foreign", 403, "Not from this page",
            "The form is not one that this browser asked for here, or it is too old. Open the page again.", "RFC 6454 §8.1",
            "Another site's page sent it (CSRF), the browser keeps no cookies, or a program left out the form's `attempt` or the cookie that came with it."),
        Refusal.SignInWrongCode => new("sign-in-wrong-code", 401, "Wrong code",
            "The code is wrong, or was used before.", "RFC 6238 §5.2",
            "The clock of the person's device may be wrong, or that of the gateway. `countersign user factors` shows what the person has, `countersign user remove-factor` takes away what was lost.")
        { CountsAsGuess = true },
        Refusal.SignInPasskeyRefused => new("sign-in-passkey-refused", 401, "Passkey refused",
            "The passkey was not accepted.", "WebAuthn Level 3 §7.2",
            "The question was older than five minutes or answered before, the passkey was removed or is of a disabled user, its counter went back, or the page has another address than people see."),
        Refusal.ResetLinkVoid => new("reset-link-void", 403, "The link is not valid",
            "The link was used before, has expired, or gave way to a newer one.", "RFC 9110 §15.5.4",
            "Make another with `countersign user reset`. Programs that look into mail open links, and do not use them up."),
        Refusal.DigestMalformed => new("digest-malformed", 400, "Unreadable credentials",
            "A parameter of the Digest credentials is missing, doubled or broken.", "RFC 7616 §3.4",
            "username (or username*), realm, nonce, uri, response, qop, nc and cnonce are needed, each once."),
        Refusal.DigestUriMismatch => new("digest-uri-mismatch", 400, "Digest for another address",
            "The uri in the Digest credentials is not the address of this request.", "RFC 7616 §3.4.6",
            "A proxy rewrites the target, or the client leaves out the query.")
        { Fault = Fault.Intermediary },
        Refusal.DigestRealmMismatch => new("digest-realm-mismatch", 401, "Wrong user name or password",
            "The Digest credentials are for another realm.", "RFC 7616 §3.4",
            "The client reuses credentials of another protection space, or the realm was renamed.")
        { PublicAs = Refusal.DigestResponseWrong },
        Refusal.DigestAlgorithmNotOffered => new("digest-algorithm-not-offered", 401, "Digest algorithm not offered",
            "The Digest algorithm is not one that was offered.", "RFC 7616 §3.4",
            "A client without algorithm means MD5. Offer it in `algorithms` only if there is no other way."),
        Refusal.DigestQopNotOffered => new("digest-qop-not-offered", 401, "Digest quality of protection not offered",
            "The quality of protection is missing or was not offered.", "RFC 7616 §3.4",
            "Clients of RFC 2069 send no qop; they can't be protected against replay and are refused."),
        Refusal.DigestNonceStale => new("digest-nonce-stale", 401, "Nonce expired",
            "The nonce has ended; repeat the request with the new one.", "RFC 7616 §3.3",
            "Normal now and then: clients repeat by themselves.")
        { ChallengeParams = [Stale] },
        Refusal.DigestNonceUnknown => new("digest-nonce-unknown", 401, "Wrong user name or password",
            "The nonce is not one of this server, and the digest is wrong.", "RFC 7616 §3.3",
            "Credentials recorded elsewhere, or invented.")
        { PublicAs = Refusal.DigestResponseWrong, CountsAsGuess = true },
        Refusal.DigestNonceReplayed => new("digest-nonce-replayed", 401, "Nonce count used before",
            "These credentials were used before; repeat the request with a new nonce.", "RFC 7616 §3.4",
            "A retry by an intermediary, two clients that share a nonce, or a recorded request played again.")
        { ChallengeParams = [Stale] },
        Refusal.DigestUnknownUser => new("digest-unknown-user", 401, "Wrong user name or password",
            "There is no such user.", "RFC 7616 §3.4",
            "User names are case-sensitive, and a user needs a line for each algorithm.")
        { PublicAs = Refusal.DigestResponseWrong, CountsAsGuess = true },
        Refusal.DigestResponseWrong => new("digest-response-wrong", 401, "Wrong user name or password",
            "The user name or the password is wrong.", "RFC 7616 §3.4",
            "A wrong password, or a client that hashes something else: method, uri, encoding of the name, MD5 where SHA-256 was meant.")
        { CountsAsGuess = true },
        Refusal.ApiKeyMalformed => new("api-key-malformed", 401, "API key not valid",
            "The API key is not in the form of a key.", "RFC 9110 §15.5.2",
            "Prefix, length or checksum do not fit: the key was cut off or mistyped, or belongs to another service.")
        { PublicAs = Refusal.ApiKeyUnknown },
        Refusal.ApiKeyUnknown => new("api-key-unknown", 401, "API key not valid",
            "The API key is not valid.", "RFC 9110 §15.5.2",
            "The key is well formed and not in the store: another environment's, or deleted.")
        { CountsAsGuess = true },
        Refusal.ApiKeyExpired => new("api-key-expired", 401, "API key not valid",
            "The API key has expired.", "RFC 9110 §15.5.2",
            "Create a new key: `countersign key create`.")
        { PublicAs = Refusal.ApiKeyUnknown },
        Refusal.ApiKeyRevoked => new("api-key-revoked", 401, "API key not valid",
            "The API key was revoked.", "RFC 9110 §15.5.2",
            "Find out who still uses the revoked key; give its owner a new one.")
        { PublicAs = Refusal.ApiKeyUnknown },
        Refusal.BearerMalformed => new("bearer-malformed", 400, "Unreadable credentials",
            "The request does not hold exactly one access token.", "RFC 6750 §2",
            "Send `Authorization: Bearer TOKEN`: one token, no quotes, no parameters, and none in the form or the query beside it.")
        { ChallengeParams = [new("error", "invalid_request"), new("error_description", "The request holds no single token")] },
        Refusal.BearerTokenInvalid => new("bearer-token-invalid", 401, "Access token not valid",
            "The access token is not valid.", "RFC 6750 §3.1",
            "The issuer says that the token is not active: it ended, was revoked, or was never one of its own.")
        { ChallengeParams = InvalidToken },
        Refusal.BearerTokenUnreadable => Token("bearer-token-unreadable", "The token is not a signed JWT that can be read.", "RFC 7519 §7.2",
            "The token was cut, copied with quotes or line ends, is encrypted, or is an opaque one where no introspection is configured. `countersign token decode` shows the place."),
        Refusal.BearerIssuerUnknown => Token("bearer-issuer-unknown", "The token is of an issuer that is not trusted here.", "RFC 9068 §4",
            "Compare iss with the scheme's issuers letter by letter: a slash at the end counts. Or the token is of another environment."),
        Refusal.BearerAlgorithmNotAllowed => Token("bearer-algorithm-not-allowed", "The token's algorithm is not taken here.", "RFC 8725 §3.1",
            "The algorithm is not in the scheme's algorithms or is not that of the issuer's key. Unsigned tokens (none) are never taken."),
        Refusal.BearerKeyUnknown => Token("bearer-key-unknown", "The token names a key that its issuer does not publish.", "RFC 7515 §4.1.4",
            "The issuer was asked anew and does not have the kid: the token is older than the last change of keys, or of another environment."),
        Refusal.BearerSignatureWrong => Token("bearer-signature-wrong", "The token's signature is not its issuer's.", "RFC 7515 §5.2",
            "The token was altered or forged, cut at its end, or signed by another environment under the same key name."),
        Refusal.BearerTypeWrong => Token("bearer-type-wrong", "The token is of another kind.", "RFC 9068 §4",
            "An ID token in the place of an access token, mostly. If the issuer does not write typ at+jwt, list what it writes under `types`."),
        Refusal.BearerClaimMissing => Token("bearer-claim-missing", "The token lacks a claim that is needed.", "RFC 9068 §2.2",
            "The evidence names the claim; have the issuer add it, or leave it out of `required-claims`."),
        Refusal.BearerAudienceWrong => Token("bearer-audience-wrong", "The token was made for somebody else.", "RFC 7519 §4.1.3",
            "The client has to ask the issuer for a token for this audience (`resource` or `audience`), or the scheme's `audiences` lack it."),
        Refusal.BearerClientNotAllowed => Token("bearer-client-not-allowed", "The token was given to a client whose tokens are not taken.", "RFC 9068 §2.2",
            "Add the client to the scheme's `clients` if its tokens are meant to count here."),
        Refusal.BearerClaimNotAllowed => Token("bearer-claim-not-allowed", "A claim has not the value that is wanted.", "RFC 7519 §4",
            "The evidence names the claim and the values of the scheme's `claims`."),
        Refusal.BearerTokenBound => Token("bearer-token-bound", "The token is bound to a key that did not come with it.", "RFC 9449 §7.2",
            "A token bound to a DPoP key has to come as `Authorization: DPoP` with a proof, one bound to a certificate over a connection with it."),
        Refusal.BearerTokenNotYetValid => Token("bearer-token-not-yet-valid", "The token's time has not begun.", "RFC 7519 §4.1.5",
            "The clocks of issuer and gateway differ by more than the leeway, or the token was made for later."),
        Refusal.BearerLifetimeTooLong => Token("bearer-lifetime-too-long", "The token was made for longer than is taken.", "RFC 6750 §5.3",
            "Have the issuer make shorter tokens, or raise the scheme's `max-lifetime`."),
        Refusal.BearerTokenRevoked => Token("bearer-token-revoked", "The token was called back.", "RFC 7009 §1",
            "An operator revoked the token, its session or its subject; `countersign revoke list` shows why."),
        Refusal.BearerTokenExpired => new("bearer-token-expired", 401, "Access token expired",
            "The access token expired.", "RFC 6750 §3.1",
            "Normal now and then: the client gets a new token and repeats the request. If it does not, it ignores expires_in or its refresh fails.")
        { ChallengeParams = [new("error", "invalid_token"), new("error_description", "The access token expired")] },
        Refusal.DpopProofMissing => new("dpop-proof-missing", 401, "DPoP proof needed",
            "The token came without a DPoP proof.", "RFC 9449 §7.1",
            "Send a new proof in the DPoP field of each request; something between may have removed it.")
        { ChallengeParams = InvalidProof },
        Refusal.DpopProofInvalid => new("dpop-proof-invalid", 401, "DPoP proof not valid",
            "The DPoP proof is not valid.", "RFC 9449 §4.3",
            "The proof can't be read as a signed JWT with jti, htm, htu and iat, or came more than once.")
        { ChallengeParams = InvalidProof },
        Refusal.DpopTypeWrong => Proof("dpop-type-wrong", "The token in the DPoP field is no proof.", "RFC 9449 §11.5", "The typ of a proof is dpop+jwt."),
        Refusal.DpopAlgorithmNotAllowed => Proof("dpop-algorithm-not-allowed", "The proof's algorithm is not taken.", "RFC 9449 §4.2", "Use one of the `algs` in the challenge; none and HMAC are never taken."),
        Refusal.DpopKeyInvalid => Proof("dpop-key-invalid", "The proof brings no public key that can be used.", "RFC 9449 §4.2", "The header's jwk is missing, unsound, too short, or holds the private part."),
        Refusal.DpopSignatureWrong => Proof("dpop-signature-wrong", "The proof was not signed by its own key.", "RFC 9449 §4.3", "The client signs with another key than it shows, or something altered the proof."),
        Refusal.DpopMethodMismatch => Proof("dpop-method-mismatch", "The proof is for another method.", "RFC 9449 §4.3", "The client reuses a proof, or htm is in lower case; a proxy that turns HEAD into GET does the same."),
        Refusal.DpopUriMismatch => Proof("dpop-uri-mismatch", "The proof is for another address.", "RFC 9449 §4.3",
            "Compare htu with the address that the client asked for. Behind a proxy, list it in `trusted-proxies` so that host and scheme are known.") with
        { Fault = Fault.Intermediary },
        Refusal.DpopTokenMismatch => Proof("dpop-token-mismatch", "The proof is for another access token.", "RFC 9449 §4.3", "ath has to be the base64url of the SHA-256 of the very token that is sent."),
        Refusal.DpopProofStale => Proof("dpop-proof-stale", "The proof is too old, or from the future.", "RFC 9449 §11.1",
            "The client's clock is off or it reuses a proof. With `nonces: true` clocks matter no more."),
        Refusal.DpopProofReplayed => Proof("dpop-proof-replayed", "The proof was used before.", "RFC 9449 §11.1",
            "Each request needs a new proof: a retry by an intermediary, a client that caches proofs, or a recorded request played again."),
        Refusal.DpopNonceMissing => new("dpop-nonce-missing", 401, "DPoP nonce needed",
            "The DPoP proof needs the nonce of this answer.", "RFC 9449 §9",
            "Normal at a client's first request: it repeats with the nonce by itself.")
        { ChallengeParams = UseNonce },
        Refusal.DpopNonceStale => new("dpop-nonce-stale", 401, "DPoP nonce needed",
            "The nonce in the DPoP proof has ended.", "RFC 9449 §9",
            "Normal now and then: the client repeats with the nonce of the answer. If it does not, it ignores the DPoP-Nonce field.")
        { ChallengeParams = UseNonce, PublicAs = Refusal.DpopNonceMissing },
        Refusal.IssuerUnavailable => new("issuer-unavailable", 503, "Not available",
            "Who you are can't be checked at the moment.", "RFC 9110 §15.6.4",
            "The issuer's keys or its introspection can't be reached; the evidence says why. Nobody gets in on a guess.")
        { Fault = Fault.Server },
        Refusal.SignInInsufficient => new("sign-in-insufficient", 401, "A stronger or more recent sign-in is needed",
            "This area needs a stronger or more recent sign-in.", "RFC 9470 §3",
            "The client sends the person through sign-in again with the acr_values and max_age of the challenge.")
        { ChallengeParams = [new("error", "insufficient_user_authentication"), new("error_description", "A stronger or more recent sign-in is needed")] },
        >= Refusal.SessionUnreadable and <= Refusal.SessionOriginForeign => SessionRows.Of(refusal),
        >= Refusal.SignOnStateInvalid and <= Refusal.SignOnTooWeak => SignOnRows.Of(refusal),
    };

    /// <summary>A fault of a proof. Whoever made it knows what is in it: only for brevity the public hears one word.</summary>
    private static RefusalRow Proof(string slug, string sentence, string source, string advice) =>
        new(slug, 401, "DPoP proof not valid", sentence, source, advice) { PublicAs = Refusal.DpopProofInvalid };

    /// <summary>A fault of a token: strangers hear that it is not valid, and not of which check (CONTRACT 5).</summary>
    private static RefusalRow Token(string slug, string sentence, string source, string advice) =>
        new(slug, 401, "Access token not valid", sentence, source, advice) { PublicAs = Refusal.BearerTokenInvalid };
}
