using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Wire;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a token endpoint said: tokens, its no, or nobody's word.</summary>
/// <param name="Answer">The tokens; null when there are none.</param>
/// <param name="Refusal">Why there are none; of no meaning when there are.</param>
/// <param name="Evidence">The reason in detail, for the operator.</param>
/// <param name="IsOver">Whether the provider takes what was shown no more (<c>invalid_grant</c>), so that nobody needs to ask again.</param>
internal readonly record struct TokenReading(TokenAnswer? Answer, Refusal Refusal, string Evidence, bool IsOver = false);

/// <summary>Gets tokens of a provider, for a code (RFC 6749 §4.1.3) or a refresh token (§6).</summary>
internal static class CodeExchange
{
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<TokenReading> AskAsync(Provider provider, Uri endpoint, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        var answer = await provider.PostAsync(endpoint, form, cancel);
        if (!answer.IsAnswered)
            return new(null, Refusal.SignOnUnavailable, answer.Failure);
        if (answer.IsClientRefused)
            return new(null, Refusal.SignOnRefused, answer.ClientRefusal);
        if (TokenAnswer.Read(answer.Octets, out var fault) is not { } said)
            return new(null, Refusal.SignOnRefused, answer.Report($"no sound answer. {KeySourceAnswer.Words(fault!.Value)}"));

        // Some say no with a 200.
        if (!answer.IsGood || said.Error is not null)
            return new(null, Refusal.SignOnRefused, answer.Report($"no tokens are given ({ErrorOf(said)})."), said.Error is "invalid_grant" or "bad_refresh_token");
        return WhyUseless(said) is { } useless ? new(null, Refusal.SignOnRefused, answer.Report(useless)) : new(said, default, "");
    }

    /// <summary>The form that exchanges a code.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FormFor(LoginState state, Secret code, BrowserSecret browser) =>
    [
        new("grant_type", "authorization_code"),
        new("code", code.Reveal()),
        new("redirect_uri", state.RedirectUri),
        new("code_verifier", AuthorizationRequest.VerifierOf(state, browser)),
    ];

    private static string ErrorOf(TokenAnswer said) => said.Error is { } error ? PeerText.Failure(error) : "no error is named";

    private static string? WhyUseless(TokenAnswer said)
    {
        if (said.AccessToken is not { } token || !WireChars.IsToken68(token.Reveal()))
            return "the answer has no access_token that a field can carry.";
        return "Bearer".Equals(said.TokenType, StringComparison.OrdinalIgnoreCase) ? null : "the access token is not of the type Bearer.";
    }
}
