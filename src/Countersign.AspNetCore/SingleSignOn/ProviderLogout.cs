using Countersign.AspNetCore.Admission;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Sends people who sign out on to their provider, so that they are signed out there too (OpenID Connect RP-Initiated Logout 1.0).</summary>
internal sealed class ProviderLogout(ProviderTokenStore store)
{
    // Longer addresses are not taken by all on the way; without the token the provider asks the person.
    private const int LongestHint = 4096;

    /// <summary>Where somebody who signs out goes next; null when the provider has no such place.</summary>
    /// <param name="provider">The provider of the session.</param>
    /// <param name="session">The session's handle.</param>
    /// <param name="origin">Where the browser is, such as <c>https://example.org</c>.</param>
    /// <param name="cancel">The browser gave up.</param>
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    /// <exception cref="Stores.StoreUnavailableException">The store can't be read.</exception>
    public async Task<Uri?> NextAsync(Provider provider, string session, string origin, CancellationToken cancel)
    {
        var places = await provider.PlacesAsync(cancel);
        if (places is not { IsKnown: true, EndSession: { } endpoint })
            return null;
        var tokens = await store.ReadAsync(session, cancel);
        return AuthorizationRequest.Url(endpoint,
        [
            .. tokens?.IdToken is { Length: <= LongestHint } hint ? [new("id_token_hint", hint)] : (KeyValuePair<string, string>[])[],
            new("client_id", provider.Options.Client.ClientId),
            new("post_logout_redirect_uri", origin + provider.Options.PostLogout),
            new("state", ReferenceIds.Next()),
        ]);
    }
}
