using System.Collections.Immutable;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.OpenId;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Takes what comes back from a provider with the browser, and finds out who signed in. Nothing counts before the state is this browser's own.</summary>
internal sealed class SignOnFinish(LoginStates states, IUsedNames used, TimeProvider clock)
{
    private const string StateKind = "sign-on";
    private static readonly TimeSpan Unsaid = TimeSpan.FromHours(1);

    private readonly IdTokenVerifier _verifier = new(clock);

    /// <summary>Ends a sign-in.</summary>
    /// <param name="provider">At whose address the answer came.</param>
    /// <param name="query">The answer.</param>
    /// <param name="browser">The browser that brought it; null when it has no secret.</param>
    /// <param name="cancel">The browser gave up.</param>
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    /// <exception cref="Stores.StoreUnavailableException">Nobody can tell whether the answer came before.</exception>
    public async Task<SignOnOutcome> EndAsync(Provider provider, string query, BrowserSecret? browser, CancellationToken cancel)
    {
        if (AuthorizationResponse.Read(query, out var malformed) is not { } response)
            return SignOnOutcome.Refuse(Refusal.SignOnStateInvalid, malformed!);
        if (response.State is not { } text)
            return SignOnOutcome.Refuse(Refusal.SignOnStateInvalid, "There is no state.");
        var state = states.Read(text, browser, out var fault);
        var target = state is null ? null : ReturnTarget.Read(state.Return);
        if (fault is not null)
            return (LoginStates.IsAgain(text) ? SignOnOutcome.Refuse(Refusal.SignOnStateInvalid, fault, target) : SignOnOutcome.BeginAnew(target, fault)) with { State = state };
        return await EndAsync(provider, response, state!, browser!, target!, cancel) with { State = state };
    }

    private async Task<SignOnOutcome> EndAsync(
        Provider provider, AuthorizationResponse response, LoginState state, BrowserSecret browser, ReturnTarget target, CancellationToken cancel)
    {
        if (state.Provider != provider.Name)
            return SignOnOutcome.Refuse(Refusal.SignOnIssuerMismatch, $"The sign-in was begun at {state.Provider}, and the answer came where {provider.Name} answers.", target);

        // The code is for the one alone by whom it was made.
        if (state.Issuer != provider.Options.Identity)
            return SignOnOutcome.Refuse(Refusal.SignOnIssuerMismatch, $"The provider {provider.Name} became another one since the sign-in was begun.", target);
        var places = await provider.PlacesAsync(cancel);
        if (!places.IsKnown)
            return SignOnOutcome.Refuse(Refusal.SignOnUnavailable, places.Failure, target);
        if (Misnamed(provider.Options, places, response) is { } misnamed)
            return SignOnOutcome.Refuse(Refusal.SignOnIssuerMismatch, misnamed, target);
        if (response.Error is { } error)
            return SignOnOutcome.Refuse(Of(error), $"The provider answered {PeerText.Failure(error)}.", target);
        if (response.Code is not { } code)
            return SignOnOutcome.Refuse(Refusal.SignOnRefused, "The provider's answer has neither a code nor an error.", target);
        if (!await used.TryUseAsync(StateKind, state.Id, DateTimeOffset.FromUnixTimeSeconds(state.At) + LoginStates.Lifetime + TimeSpan.FromMinutes(2), cancel))
            return SignOnOutcome.Refuse(Refusal.SignOnStateUsed, "The answer came before.", target);

        var reading = await CodeExchange.AskAsync(provider, places.Token, CodeExchange.FormFor(state, code, browser), cancel);
        return reading.Answer is { } answer
            ? await RecogniseAsync(provider, places, answer, state, browser, target, cancel)
            : SignOnOutcome.Refuse(reading.Refusal, reading.Evidence, target);
    }

    private async Task<SignOnOutcome> RecogniseAsync(
        Provider provider, ProviderPlaces places, TokenAnswer answer, LoginState state, BrowserSecret browser, ReturnTarget target, CancellationToken cancel)
    {
        JwtClaims? signed = null;
        if (provider.Trusted(places) is { } trusted)
        {
            if (answer.IdToken is not { } idToken)
                return SignOnOutcome.Refuse(Refusal.SignOnTokenInvalid, "The provider gave no ID token: openid has to be among the scopes.", target);
            var demands = new IdTokenDemands { Nonce = AuthorizationRequest.NonceOf(state, browser), AccessToken = answer.AccessToken };
            var judgement = await _verifier.VerifyAsync(idToken.Reveal(), trusted, demands, cancel);
            if (judgement.Outage is { } outage)
                return SignOnOutcome.Refuse(Refusal.SignOnUnavailable, outage, target);
            signed = judgement.Claims;
            if (signed is null)
                return SignOnOutcome.Refuse(Refusal.SignOnTokenInvalid, string.Join(' ', judgement.Failures), target);

            // The token is sound: what is lacking now is the sign-in itself.
            // Two kinds of factor may be told by their names alone (amr).
            var isStrong = SignInStrength.Of(null, ClaimValues.Of(signed, "amr")).Any(strength => state.AcrValues.Contains(strength));
            var wanted = demands with { AcrValues = isStrong ? [] : state.AcrValues, MaxAge = state.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
            if (await _verifier.VerifyAsync(idToken.Reveal(), trusted, wanted, cancel) is { Claims: null } weak)
                return SignOnOutcome.Refuse(Refusal.SignOnTooWeak, weak.Outage ?? string.Join(' ', weak.Failures), target) with { IsTimeUnsaid = wanted.MaxAge is not null && IdTokenVerifier.SignedInAt(signed) is null };
        }

        var claims = new ProviderClaims(signed, null);
        if (places.UserInfo is { } endpoint && (signed is null || (provider.Options.AsksUserInfo && !PersonReader.IsComplete(provider.Options, claims))))
        {
            var (told, refusal) = await UserInfo.AskAsync(provider, endpoint, answer.AccessToken!, signed?.Subject, cancel);
            if (told is null)
                return SignOnOutcome.Refuse(refusal.Refusal, refusal.Evidence, target);
            claims = new(signed, told);
        }

        if (PersonReader.Read(provider.Options, claims, out var why) is not { } person)
            return SignOnOutcome.Refuse(Refusal.SignOnPersonUnknown, why!, target);
        return SignOnOutcome.SignedIn(person, Given(answer, person.ProviderSubject!, clock.GetUtcNow()), target);
    }

    /// <summary>What is kept of an answer.</summary>
    public static GivenTokens Given(TokenAnswer answer, string subject, DateTimeOffset now) => new(
        new(subject, answer.RefreshToken?.Reveal(), answer.IdToken?.Reveal()),
        answer.RefreshToken is null ? null : EndOf(answer, now));

    /// <summary>When the access token of an answer ends.</summary>
    public static DateTimeOffset EndOf(TokenAnswer answer, DateTimeOffset now) => now + (answer.ExpiresIn ?? Unsaid);

    /// <summary>RFC 9207 §2.4; a provider that says that it names itself, and does not, may be another.</summary>
    private static string? Misnamed(ProviderOptions options, ProviderPlaces places, AuthorizationResponse response) => response.Issuer switch
    {
        null => places.NamesItself ? "The answer does not say whose it is (iss), and the provider's do." : null,
        var issuer when options.Issuer is { } expected && issuer != expected => $"The answer says that it is of {PeerText.Failure(issuer)}; wanted: {expected}.",
        _ => null,
    };

    // RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6
    private static Refusal Of(string error) => error switch
    {
        "access_denied" => Refusal.SignOnDeclined,
        "consent_required" or "login_required" or "interaction_required" or "account_selection_required" => Refusal.SignOnInteractionNeeded,
        "temporarily_unavailable" or "server_error" => Refusal.SignOnUnavailable,
        "unmet_authentication_requirements" => Refusal.SignOnTooWeak,
        _ => Refusal.SignOnRefused,
    };
}
