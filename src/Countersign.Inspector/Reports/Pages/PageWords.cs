using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>Words of the page.</summary>
internal static class PageWords
{
    public static string Of(RetryAdvice advice) => advice switch
    {
        RetryAdvice.NotNeeded => "no need",
        RetryAdvice.WithCredentials => "once, with credentials",
        RetryAdvice.WithFreshNonce => "once, over the new nonce",
        RetryAdvice.WithNewToken => "once, with a new token",
        RetryAdvice.AfterChange => "not before the request is changed",
        RetryAdvice.AfterServerChange => "not before the server is changed",
        _ => "not before the time that the server names",
    };

    public static string Of(ExchangeRole role) => role switch
    {
        ExchangeRole.Preflight => "preflight",
        ExchangeRole.Connect => "tunnel",
        ExchangeRole.Authorization => "authorization server",
        ExchangeRole.Probe => "probe",
        _ => "request",
    };

    public static string Count(Severity severity, int count) => (severity, count) switch
    {
        (Severity.Error, 1) => "1 error",
        (Severity.Error, _) => FormattableString.Invariant($"{count} errors"),
        (Severity.Warning, 1) => "1 warning",
        (Severity.Warning, _) => FormattableString.Invariant($"{count} warnings"),
        (Severity.Info, _) => FormattableString.Invariant($"{count} to know"),
        _ => FormattableString.Invariant($"{count} right"),
    };

    /// <summary>What a field is for; null for one that nobody has to be told of.</summary>
    public static string? For(string field) => field.ToUpperInvariant() switch
    {
        "WWW-AUTHENTICATE" => "The challenges of the server: which credentials it takes (RFC 9110 §11.6.1)",
        "PROXY-AUTHENTICATE" => "The challenges of a proxy (RFC 9110 §11.7.1)",
        "AUTHORIZATION" => "The credentials for the server (RFC 9110 §11.6.2)",
        "PROXY-AUTHORIZATION" => "The credentials for a proxy (RFC 9110 §11.7.2)",
        "AUTHENTICATION-INFO" => "What the server says after credentials were taken (RFC 9110 §11.6.3)",
        "DPOP" => "The proof that the sender holds the key of the token (RFC 9449 §4)",
        "DPOP-NONCE" => "The nonce for the next proof (RFC 9449 §8)",
        "COOKIE" => "What the browser keeps for this server, sessions among it (RFC 6265 §5.4)",
        "SET-COOKIE" => "What the browser is to keep (RFC 6265 §4.1)",
        "CACHE-CONTROL" => "Who may keep the answer, and how long (RFC 9111 §5.2)",
        "EXPIRES" => "Until when the answer is fresh (RFC 9111 §5.3)",
        "AGE" => "How long the answer was kept by caches (RFC 9111 §5.1)",
        "VARY" => "Which fields of the request chose this answer (RFC 9110 §12.5.5)",
        "RETRY-AFTER" => "When to come back (RFC 9110 §10.2.3)",
        "LOCATION" => "Where to go on (RFC 9110 §10.2.2)",
        "ORIGIN" => "The origin of the page whose script asks (Fetch)",
        "DATE" => "The clock of the server (RFC 9110 §6.6.1)",
        "SERVER" => "What the server calls itself (RFC 9110 §10.2.4)",
        "VIA" => "The proxies on the way (RFC 9110 §7.6.3)",
        "HOST" => "The host that is meant (RFC 9110 §7.2)",
        "STRICT-TRANSPORT-SECURITY" => "That browsers come by https alone (RFC 6797)",
        "ACCESS-CONTROL-ALLOW-ORIGIN" => "Which origin's scripts may read the answer (Fetch)",
        "ACCESS-CONTROL-ALLOW-CREDENTIALS" => "Whether scripts may ask with cookies and credentials (Fetch)",
        "ACCESS-CONTROL-ALLOW-HEADERS" => "Which fields scripts may send (Fetch)",
        "ACCESS-CONTROL-EXPOSE-HEADERS" => "Which fields scripts may read (Fetch)",
        "ACCESS-CONTROL-REQUEST-METHOD" => "The method that a script wants to use (Fetch)",
        "ACCESS-CONTROL-REQUEST-HEADERS" => "The fields that a script wants to send (Fetch)",
        "SEC-FETCH-MODE" => "Whether a person goes somewhere, or a script asks (Fetch Metadata)",
        _ => null,
    };
}
