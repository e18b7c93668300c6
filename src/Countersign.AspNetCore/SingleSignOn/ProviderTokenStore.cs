using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Dapper;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>
/// What providers gave along with the people of sessions. It leaves the store to be shown to the provider alone, and it is renewed by one gateway at a
/// time: a refresh token that is used twice would be taken for stolen (RFC 9700 §4.14.2).
/// </summary>
internal sealed class ProviderTokenStore(Store store, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a gateway may take to renew; after it another one tries.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly IDataProtector _protector = protection.CreateProtector("Countersign.SingleSignOn.ProviderTokens.v1");

    /// <summary>Keeps the tokens of a session.</summary>
    /// <param name="session">Its handle.</param>
    /// <param name="provider">The provider's name in the configuration.</param>
    /// <param name="given">The tokens.</param>
    /// <param name="until">When the session ends at the latest.</param>
    /// <param name="cancel">Breaks off before it began.</param>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task KeepAsync(string session, string provider, GivenTokens given, DateTimeOffset until, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var row = new
        {
            Session = session,
            Provider = provider,
            Tokens = Protect(given.Tokens),
            Renew = given.Ends is { } ends ? RenewalOf(now, ends).ToUnixTimeMilliseconds() : (long?)null,
            Ends = given.Ends?.ToUnixTimeMilliseconds(),
            Until = until.ToUnixTimeMilliseconds(),
            Now = now.ToUnixTimeMilliseconds(),
        };
        return Task.Run(() => store.Write((connection, transaction) =>
        {
            connection.Execute("DELETE FROM provider_tokens WHERE until <= @Now", row, transaction);
            return connection.Execute(
                """
                INSERT INTO provider_tokens (session, provider, tokens, renew, ends, until, revision) VALUES (@Session, @Provider, @Tokens, @Renew, @Ends, @Until, 1)
                ON CONFLICT (session) DO UPDATE SET
                    provider = excluded.provider, tokens = excluded.tokens, renew = excluded.renew, ends = excluded.ends, until = excluded.until,
                    revision = provider_tokens.revision + 1, lease = NULL, lease_until = NULL
                """,
                row,
                transaction);
        }), cancel);
    }

    /// <summary>What is known of a session's tokens, which may be those of the one by which it began; null when there are none.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<KeptTokens?> FindAsync(string session, CancellationToken cancel) => Task.Run(() => Find(session)?.ToKept(clock.GetUtcNow()), cancel);

    /// <summary>The tokens of a session; null when there are none, or the keys by which they were encrypted are gone.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<ProviderTokens?> ReadAsync(string session, CancellationToken cancel) => Task.Run(() => Find(session) is { } row ? Unprotect(row.Tokens) : null, cancel);

    /// <summary>Takes it upon the caller to renew the tokens; null when it is not time, or another one does.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task<TokenLease?> TryLeaseAsync(string session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var lease = ReferenceIds.Next();
        return Task.Run(() =>
        {
            var row = store.Write((connection, transaction) => connection.QuerySingleOrDefault<Row>(
                """
                UPDATE provider_tokens SET lease = @Lease, lease_until = @Until
                WHERE session = @Session AND renew <= @Now AND (lease IS NULL OR lease_until <= @Now)
                RETURNING session, provider, tokens, renew, ends, lease_until AS LeaseUntil
                """,
                new { Session = session, Lease = lease, Now = now.ToUnixTimeMilliseconds(), Until = (now + Lease).ToUnixTimeMilliseconds() },
                transaction));
            return row is null ? null : new TokenLease(session, row.Provider, lease, Unprotect(row.Tokens));
        }, cancel);
    }

    /// <summary>Ends a lease with new tokens. Without effect when another one took it over meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task<bool> RenewAsync(TokenLease lease, GivenTokens given)
    {
        var now = clock.GetUtcNow();
        var ends = given.Ends!.Value;
        return EndAsync(lease, "tokens = @Tokens, renew = @Renew, ends = @Ends, revision = revision + 1", Protect(given.Tokens), RenewalOf(now, ends), ends);
    }

    /// <summary>Ends a lease without new tokens: they are tried again later.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task<bool> PostponeAsync(TokenLease lease, TimeSpan wait) => EndAsync(lease, "renew = @Renew", null, clock.GetUtcNow() + wait, default);

    /// <summary>Forgets the tokens of a session.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task ForgetAsync(string session, CancellationToken cancel) => Task.Run(
        () => store.Write((connection, transaction) => connection.Execute("DELETE FROM provider_tokens WHERE session = @Session", new { Session = session }, transaction)), cancel);

    /// <summary>Well before the end: a fifth of the time that is left, a minute at most.</summary>
    private static DateTimeOffset RenewalOf(DateTimeOffset now, DateTimeOffset ends) =>
        ends - TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, Math.Max(0, (ends - now).Ticks / 5)));

    private Task<bool> EndAsync(TokenLease lease, string change, byte[]? tokens, DateTimeOffset renew, DateTimeOffset ends)
    {
        var values = new { lease.Session, lease.Lease, Tokens = tokens, Renew = renew.ToUnixTimeMilliseconds(), Ends = ends == default ? 0 : ends.ToUnixTimeMilliseconds() };
        return Task.Run(() => store.Write((connection, transaction) => connection.Execute(
            $"UPDATE provider_tokens SET {change}, lease = NULL, lease_until = NULL WHERE session = @Session AND lease = @Lease", values, transaction) == 1));
    }

    private Row? Find(string session) => store.Read("tokens of providers", connection => Find(session, connection));

    private static Row? Find(string session, DbConnection connection) => connection.QuerySingleOrDefault<Row>(
        "SELECT session, provider, tokens, renew, ends, lease_until AS LeaseUntil FROM provider_tokens WHERE session = coalesce((SELECT origin FROM sessions WHERE handle = @Session), @Session)",
        new { Session = session });

    private byte[] Protect(ProviderTokens tokens) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(tokens, LoginStateJson.Default.ProviderTokens));

    private ProviderTokens? Unprotect(byte[] octets)
    {
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(octets), LoginStateJson.Default.ProviderTokens);
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private sealed record Row(string Session, string Provider, byte[] Tokens, long? Renew, long? Ends, long? LeaseUntil)
    {
        public KeptTokens ToKept(DateTimeOffset now) => new(Session, Provider, TimeOf(Renew), TimeOf(Ends), LeaseUntil is { } until && until > now.ToUnixTimeMilliseconds());

        private static DateTimeOffset? TimeOf(long? milliseconds) => milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
    }
}
