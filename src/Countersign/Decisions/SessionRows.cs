namespace Countersign.Decisions;

/// <summary>The rows of sessions that were presented and refused.</summary>
internal static class SessionRows
{
    /// <summary>The row of a refusal of sessions.</summary>
    public static RefusalRow Of(Refusal refusal) => refusal switch
    {
        Refusal.SessionUnreadable => new("session-unreadable", 401, "Sign in again",
            "Your session can't be read. Please sign in again.", "RFC 6265 §5.4",
            "The cookie is not what the gateway gave, or came twice: another program or another host of the domain sets one of the same name."),
        Refusal.SessionUnknown => new("session-unknown", 401, "Sign in again",
            "Your session is not known any more. Please sign in again.", "RFC 9110 §15.5.2",
            "It ended long ago and was forgotten, the store was emptied or is another one, or the cookie was made up."),
        Refusal.SessionIdle => new("session-idle", 401, "Sign in again",
            "Your session expired because it was not used for a while. Please sign in again.", "RFC 9110 §15.5.2",
            "Normal after a break. The scheme's `idle` says how long one may be."),
        Refusal.SessionExpired => new("session-expired", 401, "Sign in again",
            "Your session expired. Please sign in again.", "RFC 9110 §15.5.2",
            "Normal now and then. The scheme's `lifetime`, and `remember` for browsers that keep it, say how long a session lasts at most."),
        Refusal.SessionRevoked => new("session-revoked", 401, "Sign in again",
            "Your session was ended. Please sign in again.", "RFC 9110 §15.5.2",
            "An operator, the person in another session, or the provider ended it, or the user was disabled or removed."),
        Refusal.SessionSignedOut => new("session-signed-out", 401, "Sign in again",
            "You signed out. Please sign in again.", "RFC 9110 §15.5.2",
            "Normal for a page that was left open. Otherwise somebody has a copy of a cookie that is no more good."),
        Refusal.SessionOriginForeign => new("session-origin-foreign", 403, "Not from this page",
            "The page that sent this request may not act for you here.", "RFC 6454 §8.1",
            "Somebody's page tries to use a signed-in browser (CSRF), or an application of yours lies on another origin: list that in the scheme's `origins`."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not one of sessions."),
    };
}
