namespace Countersign.WebConsole.Ports;

/// <summary>Where a client gets its next token (RFC 6749 §4.4, §6).</summary>
/// <param name="Endpoint">The token endpoint.</param>
/// <param name="ClientId">The client.</param>
internal sealed record Renewal(string Endpoint, string ClientId)
{
    /// <summary>The client's secret; null for a client without one.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>The refresh token; null where the client asks in its own name.</summary>
    public Secret? RefreshToken { get; init; }
}
