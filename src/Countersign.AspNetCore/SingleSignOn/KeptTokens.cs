namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>The tokens of a session, as the store has them.</summary>
/// <param name="Session">The handle of the session that has them; others began by it.</param>
/// <param name="Provider">The provider's name in the configuration.</param>
/// <param name="Renew">From when on they are to be renewed; null for never.</param>
/// <param name="Ends">When the access token ends; null when nothing is renewed.</param>
/// <param name="IsLeased">Whether somebody renews them now.</param>
internal sealed record KeptTokens(string Session, string Provider, DateTimeOffset? Renew, DateTimeOffset? Ends, bool IsLeased);
