namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a provider gave along with a person: kept encrypted on the server, never shown to a browser.</summary>
/// <param name="Subject">The person's name at the provider (<c>sub</c>).</param>
/// <param name="Refresh">By what the next tokens are got; null when it gave none.</param>
/// <param name="IdToken">What it signed of the person, by which it knows the session when somebody signs out; null for OAuth 2.</param>
internal sealed record ProviderTokens(string Subject, string? Refresh, string? IdToken)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}
