using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Sessions;
using Countersign.Lab.Tunnels;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator;

/// <summary>What a simulator knows for as long as it runs.</summary>
/// <param name="options">How it runs.</param>
internal sealed class SimulatorState(SimulatorOptions options) : IDisposable
{
    /// <summary>How long nonces live.</summary>
    public static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; } = options.Clock;

    /// <summary>Where chance comes from unless a request says otherwise.</summary>
    public Seed Seed { get; } = new(options.Seed ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>The clients.</summary>
    public SimulatorClients Clients { get; } = new(options.Clock);

    /// <summary>Who answers for its certificates; null where it has none.</summary>
    public ThrowAwayAuthority? Authority { get; } = options.TlsListen is null && options.ProxyListen is null ? null
        : options.AuthorityKey is { } file ? ThrowAwayAuthority.Kept(file, options.Clock) : ThrowAwayAuthority.Fresh(options.Clock);

    /// <summary>The ports that it listens on as an origin.</summary>
    public ImmutableArray<int> Ports { get; set; } = [];

    /// <summary>The nonces of Digest.</summary>
    public IDigestNonces Nonces { get; } = new DigestNonces(options.Clock, NonceLife);

    /// <summary>The identity provider.</summary>
    public SimulatedProvider Provider { get; } = new(options.Clock);

    /// <summary>Nonces of other lives.</summary>
    public NonceLives NonceLives { get; } = new(options.Clock);

    /// <summary>The sessions of cookies.</summary>
    public SimulatedSessions Sessions => field ??= new(Seed, Clock);

    /// <summary>The counts of nonces that were used.</summary>
    public UsedCounts UsedCounts { get; } = new(options.Clock);

    /// <summary>Forgets the authority's key.</summary>
    public void Dispose() => Authority?.Dispose();
}
