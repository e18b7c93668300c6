using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>The verdict on a sign-in that an authorization server ends by sending the person back without a code (RFC 6749 §4.1.2.1). It refuses by a redirect, and no status tells of it.</summary>
internal static class SignInFailure
{
    // Longer ones are none.
    private const int Longest = 200;

    /// <summary>The verdict; null where the last answer of an authorization server is none like this.</summary>
    public static Verdict? Of(Recording recording)
    {
        for (var i = recording.Exchanges.Length - 1; i >= 0; i--)
        {
            var exchange = recording.Exchanges[i];
            var address = exchange.Response?.Fields.First("Location") is { } location && exchange.Status is >= 300 and < 400 ? location : exchange.Request?.Target ?? "";
            if (Parameter(address, "state") is null)
                continue;
            if (Parameter(address, "code") is not null)
                return null;
            if (Parameter(address, "error") is not { Length: > 0 and < Longest } error)
                continue;
            var description = Parameter(address, "error_description");
            return new(Outcome.Refused, $"The authorization server sent the person back without a code{ServerWords.Reason(error, ServerWords.Short(description))}.{Advice(error)}")
            {
                About = exchange,
                Fault = error is "server_error" or "temporarily_unavailable" ? Fault.IdentityProvider : Fault.Client,
                Certainty = Certainty.Proved,
                Retry = error is "server_error" or "temporarily_unavailable" ? RetryAdvice.Later : RetryAdvice.AfterChange,
            };
        }

        return null;
    }

    private static string Advice(string error) => error switch
    {
        "access_denied" => " The person or a rule said no.",
        "login_required" or "interaction_required" or "consent_required" or "account_selection_required" => " It was asked not to ask the person (prompt=none), and has to: ask once more without that.",
        "invalid_scope" => " Ask for less, or have the scope allowed for this client.",
        "unauthorized_client" or "unsupported_response_type" => " Have this response_type allowed for the client, or use another.",
        _ => "",
    };

    private static string? Parameter(string address, string name)
    {
        var start = address.IndexOfAny(['?', '#']);
        foreach (var part in start < 0 ? [] : address[(start + 1)..].Split('&', '#'))
        {
            if (part.StartsWith($"{name}=", StringComparison.Ordinal))
                return Uri.UnescapeDataString(part[(name.Length + 1)..].Replace('+', ' '));
        }

        return null;
    }
}
