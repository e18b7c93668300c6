namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>The tokens of one answer, and how long the access token counts.</summary>
/// <param name="Tokens">What is kept.</param>
/// <param name="Ends">The access token's end; null when there is nothing to refresh, or nobody says.</param>
internal sealed record GivenTokens(ProviderTokens Tokens, DateTimeOffset? Ends);
