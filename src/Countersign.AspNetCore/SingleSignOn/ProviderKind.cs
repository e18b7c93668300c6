namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a provider speaks.</summary>
internal enum ProviderKind
{
    /// <summary>OpenID Connect: it signs who signed in.</summary>
    OpenId,

    /// <summary>Plain OAuth 2: who signed in is asked of it with the access token.</summary>
    OAuth,
}
