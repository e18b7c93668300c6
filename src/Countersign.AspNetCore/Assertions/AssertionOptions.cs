using Countersign.Tokens;

namespace Countersign.AspNetCore.Assertions;

/// <summary>How the gateway tells upstreams who asks, so that they need not trust the network.</summary>
internal sealed record AssertionOptions(string Issuer)
{
    /// <summary>How long an assertion counts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What it is signed by.</summary>
    public JwsAlgorithm Algorithm { get; init; } = JwsAlgorithm.ES256;

    /// <summary>How long a key signs.</summary>
    public TimeSpan Rotate { get; init; } = TimeSpan.FromDays(30);
}
