namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>The right to renew a session's tokens, which one gateway has at a time.</summary>
/// <param name="Session">The session's handle.</param>
/// <param name="Provider">The provider's name in the configuration.</param>
/// <param name="Lease">Whose it is.</param>
/// <param name="Tokens">The tokens; null when the keys by which they were encrypted are gone.</param>
internal sealed record TokenLease(string Session, string Provider, string Lease, ProviderTokens? Tokens)
{
    /// <summary>Whose session's; nothing of the tokens.</summary>
    public override string ToString() => Session;
}
