using Countersign.Inspector.Checks;
using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>The verdict on a token endpoint that gives no token (RFC 6749 §5.2).</summary>
internal static class TokenEndpoint
{
    /// <summary>Whether a token endpoint refuses. Some say so with 200.</summary>
    public static bool Refuses(Exchange exchange) => exchange is { Role: ExchangeRole.Authorization, Response: { } response }
        && (exchange.Status is 400 or 401 or 403 || (exchange.Status is >= 200 and < 300 && Said(response, "error") is not null && Said(response, "access_token") is null));

    /// <summary>Whether the same endpoint gave a token later: a person who is waited for agrees in the end.</summary>
    public static bool GivesLater(Exchange exchange, RecordingView view) =>
        view.OtherTries(exchange).Any(other => other.Index > exchange.Index && other.Status is >= 200 and < 300 && !Refuses(other));

    /// <summary>The verdict.</summary>
    public static Verdict Of(Exchange exchange, Emitter? by)
    {
        var response = exchange.Response!;
        var who = by?.Subject ?? "The authorization server";
        var error = ServerWords.Short(Said(response, "error"));
        var reason = ServerWords.Reason(error, ServerWords.Short(Said(response, "error_description")));

        // Keycloak's word for a secret that is wrong.
        var meant = error == "unauthorized_client" && (exchange.Status == 401 || reason.Contains("client credentials", StringComparison.OrdinalIgnoreCase)) ? "invalid_client" : error;
        var (sentence, retry) = Told(exchange, who, meant, reason);

        // Who is waited for has not refused.
        return new(error is "authorization_pending" or "slow_down" ? Outcome.NotDecided : Outcome.Refused, sentence)
        {
            About = exchange,
            Fault = error is "server_error" or "temporarily_unavailable" ? Fault.IdentityProvider : error is "authorization_pending" or "slow_down" ? Fault.Nobody : Fault.Client,
            Certainty = error is null ? Certainty.Likely : Certainty.Proved,
            Retry = retry,
        };
    }

    private static (string Sentence, RetryAdvice Retry) Told(Exchange exchange, string who, string? error, string reason) => error switch
    {
        "invalid_client" => ($"{who} does not take the client that asks for a token{reason}. {ClientAuthentication(exchange.Request)} The grant is not what is wrong.", RetryAdvice.AfterChange),
        "invalid_grant" => ($"{who} knows the client and does not take its grant{reason}. {Grant(exchange.Request)}", RetryAdvice.AfterChange),
        "unauthorized_client" => ($"{who} knows the client, and it may not ask for a token in this way{Way(exchange.Request)}{reason}. Allow the grant for this client there, or use another.", RetryAdvice.AfterChange),
        "unsupported_grant_type" => ($"{who} gives no tokens in this way{Way(exchange.Request)}{reason}. Use a grant that it has.", RetryAdvice.AfterChange),
        "invalid_scope" => ($"{who} does not give the scope that is asked for{reason}. Ask for less, or have it allowed for this client.", RetryAdvice.AfterChange),
        "invalid_target" => ($"{who} gives no tokens for the resource that is asked for{reason} (RFC 8707).", RetryAdvice.AfterChange),
        "invalid_request" => ($"{who} can't use the request for a token{reason}: a parameter is missing, there twice or malformed, or the client authenticates in two ways.", RetryAdvice.AfterChange),
        "use_dpop_nonce" => ($"{who} wants its nonce in the DPoP proof{reason}: send the request once more with that of DPoP-Nonce (RFC 9449 §8).", RetryAdvice.WithFreshNonce),
        "invalid_dpop_proof" => ($"{who} does not take the DPoP proof{reason}. Neither client nor grant are what is wrong.", RetryAdvice.AfterChange),
        "authorization_pending" => ($"{who} waits for the person, who has not agreed yet{reason}. Ask again after the interval that it named (RFC 8628 §3.5).", RetryAdvice.Later),
        "slow_down" => ($"{who} is asked too often while the person has not agreed yet{reason}. Wait 5 seconds longer between the requests (RFC 8628 §3.5).", RetryAdvice.Later),
        "expired_token" => ($"The device code has expired before the person agreed{reason}. Begin anew.", RetryAdvice.AfterChange),
        "access_denied" => ($"{who} gives no token, as the person or a rule said no{reason}.", RetryAdvice.AfterChange),
        "interaction_required" or "login_required" or "consent_required" or "mfa_required" => ($"{who} gives no token before the person has signed in or agreed once more{reason}.", RetryAdvice.AfterChange),
        "server_error" or "temporarily_unavailable" => ($"{who} can't give a token now{reason}.", RetryAdvice.Later),
        "bad_verification_code" => ($"{who} does not take the code{reason}. {Grant(exchange.Request)}", RetryAdvice.AfterChange),
        "incorrect_client_credentials" => ($"{who} does not take the client that asks for a token{reason}. {ClientAuthentication(exchange.Request)}", RetryAdvice.AfterChange),
        null => ($"{who} answers the request for a token with {exchange.Status} and does not say why.", RetryAdvice.AfterChange),
        _ => ($"{who} gives no token{reason}.", RetryAdvice.AfterChange),
    };

    private static string ClientAuthentication(RecordedRequest? request)
    {
        var form = request?.Content.Text ?? "";
        if (request is null || request.Content.IsEmpty)
            return "Its id, its secret or key, or the way in which it sends them is not the one that is registered.";
        var hasField = request.Credentials.Any(each => each.Place == CredentialsPlace.Authorization);
        var hasForm = Has(form, "client_secret") || Has(form, "client_assertion");
        return (hasField, hasForm) switch
        {
            (false, false) => "It sends its id at most, and nothing to prove it by: a secret, a signed assertion or a certificate may be missing, or the id is unknown.",
            (true, true) => "It authenticates in two ways, in Authorization and in the form, and must use one (RFC 6749 §2.3).",
            (true, _) => "It authenticates in Authorization: its id or secret is wrong, not form-encoded before base64 (RFC 6749 §2.3.1), or the server wants them in the form.",
            _ => "It authenticates in the form: its id, secret or assertion is wrong, or the server wants them in Authorization.",
        };
    }

    private static string Grant(RecordedRequest? request) => GrantType(request) switch
    {
        "authorization_code" => "The code is used already or expired, was given to another client or for another redirect_uri, or code_verifier does not fit to what was sent at the beginning (PKCE). A code counts once: begin the sign-in anew.",
        "refresh_token" => "The refresh token is expired, revoked, used already or of another client. The person has to sign in anew; the same token will not be taken again.",
        "password" => "Name or password are wrong, or the account may not sign in.",
        "urn:ietf:params:oauth:grant-type:device_code" => "The device code is expired, used already or of another client: begin anew.",
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => "The assertion is expired, for another audience, or signed by a key that is not known; clocks that differ do this, too.",
        "urn:ietf:params:oauth:grant-type:token-exchange" => "The token that is to be exchanged is expired, revoked or of another issuer.",
        _ => "It is expired, revoked, used already or of another client. Get a new one.",
    };

    private static string Way(RecordedRequest? request) => GrantType(request) is { Length: > 0 and < 80 } type ? $" (grant_type={type})" : "";

    private static string? GrantType(RecordedRequest? request)
    {
        foreach (var part in request?.Content.Text.Split('&') ?? [])
        {
            if (part.StartsWith("grant_type=", StringComparison.Ordinal))
                return Uri.UnescapeDataString(part["grant_type=".Length..].Trim());
        }

        return null;
    }

    private static bool Has(string form, string name) => form.StartsWith($"{name}=", StringComparison.Ordinal) || form.Contains($"&{name}=", StringComparison.Ordinal);

    private static string? Said(RecordedResponse response, string name)
    {
        if (JsonContent.Anyway(response) is { } json)
            return JsonContent.Text(json, name);
        foreach (var part in response.Fields.First("Content-Type")?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true ? response.Content.Text.Split('&') : [])
        {
            if (part.StartsWith($"{name}=", StringComparison.Ordinal))
                return Uri.UnescapeDataString(part[(name.Length + 1)..].Replace('+', ' '));
        }

        return null;
    }
}
