using Countersign.AspNetCore.Sessions;
using Countersign.Tokens.OpenId;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Takes a provider's word that somebody signed out there (OpenID Connect Back-Channel Logout 1.0), and ends the sessions at all gateways.</summary>
internal sealed class BackChannelLogout(SessionStore sessions, IUsedNames used, TimeProvider clock)
{
    private const string LogoutKind = "logout";

    private readonly LogoutTokenVerifier _verifier = new(clock);

    /// <summary>Ends what a logout token names. What was over already is no fault (§2.7).</summary>
    /// <param name="provider">At whose address it came.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancel">The provider gave up.</param>
    /// <exception cref="Stores.StoreUnavailableException">The store can't be used; the provider has to come again.</exception>
    /// <exception cref="OperationCanceledException">The provider gave up.</exception>
    public async Task<LogoutOutcome> EndAsync(Provider provider, string token, CancellationToken cancel)
    {
        var places = await provider.PlacesAsync(cancel);
        if (!places.IsKnown)
            return LogoutOutcome.Unavailable(places.Failure);
        if (provider.Trusted(places) is not { } trusted)
            return LogoutOutcome.Refused("The provider speaks OAuth 2, and signs nothing.");
        var judgement = await _verifier.VerifyAsync(token, trusted, cancel);
        if (judgement.Outage is { } outage)
            return LogoutOutcome.Unavailable(outage);
        if (judgement.Claims is not { } claims)
            return LogoutOutcome.Refused(string.Join(' ', judgement.Failures));

        var until = clock.GetUtcNow() + LogoutTokenVerifier.Longest + TimeSpan.FromMinutes(3);
        if (!await used.TryUseAsync(LogoutKind, $"{provider.Name}\n{claims.Id}", until, cancel))
            return LogoutOutcome.Refused("The token came before (jti).");

        // With a session it is that one alone; the person may have others.
        var session = string.IsNullOrWhiteSpace(claims.Session) ? null : claims.Session;
        var subject = string.IsNullOrWhiteSpace(claims.Subject) ? null : claims.Subject;
        try
        {
            return LogoutOutcome.Done(await sessions.RevokeOfProviderAsync(provider.Name, session, subject, CancellationToken.None));
        }
        catch
        {
            // The provider comes again with the same token.
            await used.ForgetAsync(LogoutKind, $"{provider.Name}\n{claims.Id}");
            throw;
        }
    }
}
