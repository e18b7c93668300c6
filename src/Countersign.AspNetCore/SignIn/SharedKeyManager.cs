using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Countersign.AspNetCore.SignIn;

/// <summary>The framework's manager of keys, which else sees the keys of other processes a day later.</summary>
internal sealed class SharedKeyManager : IKeyManager, IDisposable
{
    private readonly IKeyManager _keys;
    private CancellationTokenSource _foreign = new();

    public SharedKeyManager(IKeyManager keys, DataProtectionKeys stored)
    {
        _keys = keys;
        stored.Changed += (_, _) => Renew();
    }

    /// <summary>The former source is left to the collector: what is linked to it may still be asked.</summary>
    private void Renew() => Interlocked.Exchange(ref _foreign, new()).Cancel();

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => _keys.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => _keys.GetAllKeys();

    // Ends with whichever comes first. What is linked lives as long as both, which is until a key comes: months.
    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(_keys.GetCacheExpirationToken(), Volatile.Read(ref _foreign).Token).Token;

    public void Dispose() => _foreign.Dispose();

    public void RevokeKey(Guid keyId, string? reason = null) => _keys.RevokeKey(keyId, reason);

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => _keys.RevokeAllKeys(revocationDate, reason);
}
