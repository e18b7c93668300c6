using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Assertions;

/// <summary>The keys of assertions, changed in time, and the set that those who verify get.</summary>
internal sealed class AssertionKeys : IDisposable
{
    /// <summary>How long those who verify may keep the published set.</summary>
    public static readonly TimeSpan SetMaxAge = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly SigningKeyStore _store;
    private readonly SigningKeySchedule _schedule;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly ITimer? _timer;
    private volatile PublishedSet? _published;

    /// <summary>Makes the first key where there is none.</summary>
    /// <param name="store">Where the keys are kept.</param>
    /// <param name="options">Algorithm, lifetime and how long a key signs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why a key could not be changed in time; the former goes on signing.</param>
    /// <exception cref="StoreUnavailableException">There is no key, and none can be made.</exception>
    public AssertionKeys(SigningKeyStore store, AssertionOptions options, TimeProvider time, Action<string> tell)
    {
        (_store, _time, _tell) = (store, time, tell);
        _schedule = new(options.Algorithm, options.Rotate, options.Lifetime + SetMaxAge, options.Lifetime);
        if (store.IsReadOnly)
            return;
        if (store.Keys.Count == 0)
            store.Rotate(_schedule);
        RotateQuietly();
        _timer = time.CreateTimer(static self => ((AssertionKeys)self!).RotateQuietly(), this, LookInterval, LookInterval);
    }

    /// <summary>The key that signs.</summary>
    /// <exception cref="InvalidOperationException">There is none: somebody emptied the store.</exception>
    public SigningKey Current =>
        SigningKeySchedule.Current(_store.Keys, _time.GetUtcNow())?.Key ?? throw new InvalidOperationException("There is no key to sign assertions by.");

    /// <summary>The public halves as a JWK Set (RFC 7517 §5): the key that signs, the next, and the former while assertions by it count.</summary>
    public ReadOnlyMemory<byte> PublicSet()
    {
        var keys = _store.Keys;
        if (_published is not { } published || published.Keys != keys)
            _published = published = new(keys, Encoding.UTF8.GetBytes(JwkWriter.WriteSet(keys.Select(key => key.Key.Verifier))));
        return published.Text;
    }

    public void Dispose() => _timer?.Dispose();

    private void RotateQuietly()
    {
        try
        {
            _store.Rotate(_schedule);
        }
#pragma warning disable CA1031 // A timer may not throw, and the key that signs is as good as before.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _tell(failure.Message);
        }
    }

    private sealed record PublishedSet(IReadOnlyList<SigningKeyRecord> Keys, byte[] Text);
}
