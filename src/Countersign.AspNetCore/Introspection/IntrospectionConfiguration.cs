using Countersign.AspNetCore.Outbound;

namespace Countersign.AspNetCore.Introspection;

/// <summary>How an issuer is asked about tokens (RFC 7662).</summary>
/// <param name="Client">Who asks.</param>
public sealed record IntrospectionConfiguration(ClientConfiguration Client)
{
    /// <summary>Where it is asked; null to read that from the issuer's metadata.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether signed tokens are asked for as well.</summary>
    public bool TakesAll { get; init; }

    /// <summary>How long a yes is relied on.</summary>
    public TimeSpan KeepActive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a no is relied on.</summary>
    public TimeSpan KeepInactive { get; init; } = TimeSpan.FromSeconds(10);
}
