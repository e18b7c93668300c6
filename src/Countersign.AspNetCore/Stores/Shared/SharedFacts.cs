using Countersign.AspNetCore.Passwords;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.Tokens.Dpop;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>What gateways on one store know together of their clients: nonces, what was used of them, used proofs, and wrong guesses.</summary>
internal sealed class SharedFacts : IDisposable
{
    private const int MostCounts = 200_000;
    private const int MostProofs = 1_000_000;

    private readonly TimeProvider _time;
    private readonly SharedNonceKeys _keys;
    private readonly SharedReplayLedger _ledger;
    private readonly SharedProofLedger _proofs;
    private readonly GuessSharing _guesses;

    /// <summary>The facts in a store.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lockout">What counts guesses here.</param>
    /// <param name="window">How long they count.</param>
    /// <param name="told">Is told why guesses are not shared, and null when they are again.</param>
    /// <exception cref="StoreUnavailableException">They can't be read, or made where there are none.</exception>
    public SharedFacts(Store store, TimeProvider time, Lockout lockout, TimeSpan window, Action<string?>? told = null)
    {
        _time = time;
        _keys = new(store, time);
        _ledger = new(new(store, _keys, SharedReplayLedger.Table, time, MostCounts), time);
        _proofs = new(new(store, _keys, SharedProofLedger.Table, time, MostProofs), time);
        _guesses = new(store, lockout, window, time, told);
    }

    /// <summary>Which counts of a Digest nonce were used.</summary>
    public IReplayLedger Ledger => _ledger;

    /// <summary>Which DPoP proofs were used.</summary>
    public IProofLedger Proofs => _proofs;

    /// <summary>Nonces for Digest.</summary>
    public IDigestNonces Nonces(TimeSpan lifetime) => new SharedDigestNonces(_keys, _time, lifetime);

    /// <summary>Nonces for DPoP proofs.</summary>
    public IDpopNonces ProofNonces(TimeSpan lifetime) => new SharedDpopNonces(_keys, _time, lifetime);

    /// <inheritdoc/>
    public void Dispose()
    {
        _guesses.Dispose();
        _proofs.Dispose();
        _ledger.Dispose();
        _keys.Dispose();
    }
}
