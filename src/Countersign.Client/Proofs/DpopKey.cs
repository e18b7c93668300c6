using System.Collections.Concurrent;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;

namespace Countersign.Client.Proofs;

/// <summary>
/// A key that tokens are bound to (RFC 9449), with what servers said of the proofs by it: their newest nonces, and how far their clocks are from ours.
/// One key serves the token endpoint that binds tokens to it and all servers that take these tokens.
/// </summary>
public sealed class DpopKey
{
    private readonly DpopProofWriter _writer;
    private readonly TimeProvider _clock;

    // What an origin says as an authorization server is nothing to it as a resource (RFC 9449 §9).
    private readonly ConcurrentDictionary<Origin, DpopServer> _resources = new();
    private readonly ConcurrentDictionary<Origin, DpopServer> _authorizationServers = new();

    /// <summary>A key that is kept somewhere.</summary>
    /// <param name="key">The key: of RSA, of a curve, or Ed25519.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The key is a secret, as those of HMAC are.</exception>
    public DpopKey(SigningKey key, TimeProvider? clock = null) => (_writer, _clock) = (new(key), clock ?? TimeProvider.System);

    /// <summary>What its proofs are signed by.</summary>
    public JwsAlgorithm Algorithm => _writer.Algorithm;

    /// <summary>Its thumbprint: what its tokens say that they are bound to, and what an authorization request names as <c>dpop_jkt</c> (RFC 9449 §10).</summary>
    public string Thumbprint => _writer.Thumbprint;

    /// <summary>A new key for as long as the program runs: on the curve P-256, which every server takes.</summary>
    public static DpopKey Create() => new(SigningKey.Create(JwsAlgorithm.ES256));

    /// <summary>The algorithm and the thumbprint.</summary>
    public override string ToString() => $"{Algorithm} {Thumbprint}";

    internal DpopServer Resource(Origin origin) => _resources.GetOrAdd(origin, Begin, this);

    internal DpopServer AuthorizationServer(Origin origin) => _authorizationServers.GetOrAdd(origin, Begin, this);

    private static DpopServer Begin(Origin origin, DpopKey key) => new(key._writer, key._clock);
}
