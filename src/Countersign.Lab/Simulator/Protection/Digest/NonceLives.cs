using System.Collections.Concurrent;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces by how long they live.</summary>
/// <param name="clock">The time.</param>
internal sealed class NonceLives(TimeProvider clock)
{
    /// <summary>The longest life.</summary>
    public const int MostSeconds = 3600;

    private const int MostKept = 100;

    private readonly ConcurrentDictionary<int, DigestNonces> _nonces = new();

    /// <summary>Those that live for so many seconds.</summary>
    public IDigestNonces Of(int seconds)
    {
        // Whoever asks for that many lives does not wait for any of them.
        if (_nonces.Count >= MostKept && !_nonces.ContainsKey(seconds))
            _nonces.Clear();
        return _nonces.GetOrAdd(seconds, life => new(clock, TimeSpan.FromSeconds(life)));
    }
}
