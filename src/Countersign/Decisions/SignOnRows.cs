namespace Countersign.Decisions;

/// <summary>The rows of what goes wrong when people sign in at a provider. The public hears what it can do; which check failed is the operator's to know.</summary>
internal static class SignOnRows
{
    /// <summary>The row of a refusal of signing in at a provider.</summary>
    public static RefusalRow Of(Refusal refusal) => refusal switch
    {
        Refusal.SignOnStateInvalid => new("sign-on-state-invalid", 400, "Sign in again",
            "This sign-in was not begun in this browser, or too long ago.", "RFC 6749 §10.12",
            "Normal now and then: a page that was left open, or an address that somebody copied. If it happens to all, the browser does not send the cookie of the start back."),
        Refusal.SignOnStateUsed => new("sign-on-state-used", 400, "Sign in again",
            "This sign-in is over already.", "RFC 6749 §4.1.2",
            "The browser's way back, a reload, or somebody who recorded the address: a code is exchanged once."),
        Refusal.SignOnDeclined => new("sign-on-declined", 403, "Not signed in",
            "The sign-in was declined.", "RFC 6749 §4.1.2.1",
            "The person said no, or the provider does not let this person use the gateway: look at who is assigned to the client there."),
        Refusal.SignOnInteractionNeeded => new("sign-on-interaction-needed", 403, "Not signed in",
            "The provider needs you to do something first, such as to agree.", "OpenID Connect Core §3.1.2.6",
            "The provider was not let ask the person (login_required, consent_required, interaction_required): an administrator may have to agree for all."),
        Refusal.SignOnRefused => new("sign-on-refused", 502, "Not signed in",
            "The provider refused the sign-in.", "RFC 6749 §5.2",
            "The evidence has the provider's error: mostly the client-id, its secret or key, the scopes, or an address of return that is not registered there.")
        { Fault = Fault.Server },
        Refusal.SignOnUnavailable => new("sign-on-unavailable", 503, "Not available",
            "The provider can't be reached at the moment.", "RFC 9110 §15.6.4",
            "The evidence says what failed. People who are signed in stay so.")
        { Fault = Fault.Server },
        Refusal.SignOnIssuerMismatch => new("sign-on-issuer-mismatch", 400, "Sign in again",
            "Another provider answered than was asked.", "RFC 9207 §2.4",
            "A mix-up attack, or a provider that names itself by another issuer than it is configured by."),
        Refusal.SignOnTokenInvalid => new("sign-on-token-invalid", 502, "Not signed in",
            "The provider's answer could not be verified.", "OpenID Connect Core §3.1.3.7",
            "The evidence names the checks that failed: mostly issuer, client-id or a clock that is off.")
        { Fault = Fault.Server },
        Refusal.SignOnPersonUnknown => new("sign-on-person-unknown", 403, "Not signed in",
            "The provider does not say who you are.", "OpenID Connect Core §5.1",
            "The claim under name-claim is missing, several, or an address that was not verified: ask for the scope that has it, or name another claim."),
        Refusal.SignOnTooWeak => new("sign-on-too-weak", 403, "A stronger or more recent sign-in is needed",
            "The provider did not sign you in as strongly or as recently as this area needs.", "RFC 9470 §5",
            "Compare the acr and auth_time in the evidence with the route's acr and max-age: the provider has to know these acr_values."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not one of signing in at a provider."),
    };
}
