using System.Security.Cryptography;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Factors.Passkeys;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Shared;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.Tokens.Dpop;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.AspNetCore.Doors;

/// <summary>What a door relies on and what outlives a change of its configuration: store, workers, caches, ledgers and keys. Doors that share a store share what they know of clients.</summary>
internal abstract class DoorServices : IDisposable
{
    private static readonly TimeSpan ProofNonceLifetime = TimeSpan.FromMinutes(5);

    // Of this start alone, as the ledgers in memory are: a nonce that outlived them would be good once more.
    private readonly byte[] _nonceKey = RandomNumberGenerator.GetBytes(32);
    private readonly SharedFacts? _shared;
    private readonly StoreUsers _storeUsers;
    private readonly Lazy<StoreProtection> _protection;
    private readonly Lazy<PasskeyCeremonies> _passkeys;

    protected DoorServices(LimitOptions limits, Store store, TimeProvider clock, ILogger? log = null)
    {
        Clock = clock;
        Log = log ?? NullLogger.Instance;
        Store = store;
        Users = new UserStore(store, clock);
        Sessions = new SessionStore(store, Users, clock);
        Keys = new ApiKeyStore(store, clock);
        Revocations = new RevocationStore(store, clock);
        SigningKeys = new SigningKeyStore(store, clock);
        Workers = new PasswordWorkers(clock, limits.PasswordWorkers, limits.PasswordQueue, problem => Log.PriorityKept(problem));
        Cache = new VerifiedCache(clock);
        Lockout = new Lockout(clock, limits.AttemptsPerName, limits.AttemptsWindow);
        _shared = store is { IsShared: true, IsReadOnly: false } ? new(store, clock, Lockout, limits.AttemptsWindow, TellGuesses) : null;
        Ledger = _shared?.Ledger ?? new MemoryReplayLedger(clock);
        Proofs = _shared?.Proofs ?? new MemoryProofLedger(clock);
        ProofNonces = _shared?.ProofNonces(ProofNonceLifetime) ?? new DpopNonces(clock, ProofNonceLifetime, _nonceKey);
        Issuers = new IssuerKeyring(clock, Log, () => LooksAhead);

        // A store that was away is asked again by the next who needs these.
        _protection = new(() => new StoreProtection(store), LazyThreadSafetyMode.PublicationOnly);
        _passkeys = new(() => new PasskeyCeremonies(store, Protection, clock), LazyThreadSafetyMode.PublicationOnly);
        _storeUsers = new StoreUsers(Users);
    }

    public TimeProvider Clock { get; }

    /// <summary>Where files with credentials and what the system denies are told of; the dry run keeps quiet, it has its answer to give.</summary>
    public ILogger Log { get; }

    public Store Store { get; }

    /// <summary>Protects what browsers keep for the gateways of this store.</summary>
    public StoreProtection Protection => _protection.Value;

    /// <summary>Registers and asks for passkeys of the store's users.</summary>
    public PasskeyCeremonies Passkeys => _passkeys.Value;

    public UserStore Users { get; }

    /// <summary>The sessions of people who signed in.</summary>
    public SessionStore Sessions { get; }

    public ApiKeyStore Keys { get; }

    public RevocationStore Revocations { get; }

    /// <summary>The keys by which assertions are signed.</summary>
    public SigningKeyStore SigningKeys { get; }

    public PasswordWorkers Workers { get; }

    public VerifiedCache Cache { get; }

    public Lockout Lockout { get; }

    public IReplayLedger Ledger { get; }

    /// <summary>Which DPoP proofs were used.</summary>
    public IProofLedger Proofs { get; }

    /// <summary>The nonces for DPoP proofs.</summary>
    public IDpopNonces ProofNonces { get; }

    /// <summary>Whether what requests may need is fetched before the first one.</summary>
    public bool LooksAhead { get; init; } = true;

    /// <summary>The keys of issuers, which are known on when a configuration changes.</summary>
    public IssuerKeyring Issuers { get; }

    public IPasswordSource StoreUsers => _storeUsers;

    /// <summary>Nonces for Digest: a reload of the configuration leaves handed-out ones valid.</summary>
    public IDigestNonces Nonces(TimeSpan lifetime) => _shared?.Nonces(lifetime) ?? new DigestNonces(Clock, lifetime, _nonceKey);

    public PasswordVault Vault(IPasswordSource source) => new(source, Workers, Cache, Lockout);

    public virtual void Dispose()
    {
        _shared?.Dispose();
        Workers.Dispose();
        Issuers.Dispose();
        Sessions.Dispose();
        if (_passkeys.IsValueCreated)
            _passkeys.Value.Dispose();
        if (_protection.IsValueCreated)
            _protection.Value.Dispose();
        Keys.Dispose();
        Revocations.Dispose();
        Store.Dispose();
    }

    private void TellGuesses(string? failure)
    {
        if (failure is null)
            Log.GuessesShared();
        else
            Log.GuessesNotShared(failure);
    }
}
