using System.Collections.Immutable;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>A sign-in that was begun and waits for the provider's answer.</summary>
/// <param name="Id">Its own name, random.</param>
/// <param name="Provider">At which provider.</param>
/// <param name="Browser">In which browser (<see cref="BrowserSecret.Name"/>).</param>
/// <param name="Return">Where the person wants to go, as a path.</param>
/// <param name="RedirectUri">Where the provider answers.</param>
/// <param name="At">When it was begun, in seconds since 1970.</param>
/// <param name="AcrValues">The ways to sign in of which one is needed; empty for any.</param>
/// <param name="MaxAge">How long ago the person may have signed in, in seconds; null for any time.</param>
internal sealed record LoginState(
    string Id, string Provider, string Browser, string Return, string RedirectUri, long At, ImmutableArray<string> AcrValues, long? MaxAge)
{
    /// <summary>Who the provider was then (<see cref="ProviderOptions.Identity"/>).</summary>
    public string? Issuer { get; init; }

    /// <summary>The host to which the session is to be given when that is another one; null when it is here.</summary>
    public string? ForHost { get; init; }

    /// <summary>The hash of what the browser has at that host.</summary>
    public string? ForBrowser { get; init; }
}
