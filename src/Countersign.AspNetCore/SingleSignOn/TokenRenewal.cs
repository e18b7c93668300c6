using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.OpenId;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Asks providers for the next tokens of a session (RFC 6749 §6, OpenID Connect Core §12).</summary>
/// <param name="find">The provider of a name, as the configuration in force has it; null for none.</param>
/// <param name="clock">The clock.</param>
/// <param name="tell">Told when tokens could not be renewed: the session's handle and why. Must not throw.</param>
internal sealed class TokenRenewal(Func<string, Provider?> find, TimeProvider clock, Action<string, string>? tell = null)
{
    private readonly IdTokenVerifier _verifier = new(clock);

    /// <summary>How long sessions of a provider outlive their access token while it can't be asked; null for as long as they last anyway.</summary>
    public TimeSpan? GraceOf(string provider) => find(provider)?.Options.OutageGrace;

    public void Tell(string session, string why) => tell?.Invoke(session, why);

    /// <summary>Asks once, whatever comes of it: a refresh token is shown no second time.</summary>
    public async Task<Outcome> AskAsync(TokenLease lease)
    {
        if (find(lease.Provider) is not { } provider)
            return Unknown(lease, $"the provider {lease.Provider} is not configured any more");
        if (lease.Tokens is not { Refresh: { } refresh } former)
            return Unknown(lease, "its tokens were encrypted by keys that are gone");
        var places = await provider.PlacesAsync(CancellationToken.None);
        if (!places.IsKnown)
            return Unknown(lease, places.Failure);

        var reading = await CodeExchange.AskAsync(provider, places.Token, [new("grant_type", "refresh_token"), new("refresh_token", refresh)], CancellationToken.None);
        if (reading.IsOver)
        {
            Tell(lease.Session, $"the provider ended the session: {reading.Evidence}");
            return new(TokenState.Over, null);
        }

        if (reading.Answer is not { } answer)
            return Unknown(lease, reading.Evidence);
        var given = SignOnFinish.Given(answer, former.Subject, clock.GetUtcNow());
        var kept = given.Tokens with { Refresh = given.Tokens.Refresh ?? refresh, IdToken = former.IdToken };
        var ends = given.Ends ?? SignOnFinish.EndOf(answer, clock.GetUtcNow());
        JwtClaims? signed = null;
        if (answer.IdToken is { } idToken && provider.Trusted(places) is { } trusted)
        {
            // Whatever is wrong with it, the new refresh token is the one that counts from now on.
            var judgement = await _verifier.VerifyAsync(idToken.Reveal(), trusted, new() { AccessToken = answer.AccessToken, Subject = former.Subject }, CancellationToken.None);
            signed = judgement.Claims;
            if (signed is not null)
                kept = kept with { IdToken = idToken.Reveal() };
            else
                Tell(lease.Session, $"the new ID token does not count: {judgement.Outage ?? string.Join(' ', judgement.Failures)}");
        }

        var word = new Word(places.UserInfo, answer.AccessToken!, signed, former.Subject);
        return new(TokenState.Good, new(kept, ends), () => PersonAsync(lease, provider, word));
    }

    /// <summary>The person as the provider describes them now; null when it does not, and they stay as they were.</summary>
    private async Task<Subject?> PersonAsync(TokenLease lease, Provider provider, Word word)
    {
        var claims = new ProviderClaims(word.Signed, null);
        var isComplete = word.Signed is not null && (!provider.Options.AsksUserInfo || PersonReader.IsComplete(provider.Options, claims));
        if (!isComplete && word.UserInfo is { } endpoint)
        {
            var about = provider.Options.Kind == ProviderKind.OpenId ? word.Subject : null;
            var (told, fault) = await UserInfo.AskAsync(provider, endpoint, word.AccessToken, about, CancellationToken.None);
            if (told is null)
            {
                Tell(lease.Session, $"what is known of the person was not: {fault.Evidence}");
                return null;
            }

            claims = new(word.Signed, told);
            isComplete = word.Signed is not null || provider.Options.Kind == ProviderKind.OAuth || PersonReader.IsComplete(provider.Options, claims);
        }

        // Part of a description says nothing of the rest.
        return isComplete && PersonReader.Read(provider.Options, claims, out _) is { } person && person.ProviderSubject == word.Subject ? person.Subject : null;
    }

    private Outcome Unknown(TokenLease lease, string why)
    {
        Tell(lease.Session, why);
        return new(TokenState.Unknown, null);
    }

    /// <summary>What came of asking.</summary>
    /// <param name="State">Whether there are new tokens.</param>
    /// <param name="Given">The tokens; null when there are none.</param>
    /// <param name="Describe">The person as the provider describes them now, or null when it does not; to be asked for when the tokens are kept, which nobody gives a second time.</param>
    internal sealed record Outcome(TokenState State, GivenTokens? Given, Func<Task<Subject?>>? Describe = null);

    /// <summary>What there is to know the person by.</summary>
    private sealed record Word(Uri? UserInfo, Secret AccessToken, JwtClaims? Signed, string Subject);
}
