namespace Countersign.AspNetCore.Outbound;

/// <summary>As whom the gateway asks an issuer: by a secret or by a key.</summary>
/// <param name="Id">The <c>client_id</c>.</param>
public sealed record ClientConfiguration(string Id)
{
    /// <summary>Its secret; null when it signs for itself.</summary>
    public Secret? Secret { get; init; }

    /// <summary>A file with its private JWK, absolute; null when it has a secret.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the secret is sent in the form and not in Authorization.</summary>
    public bool PostsSecret { get; init; }
}
