using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>One-time links by which people set a new password. The store has their hashes alone.</summary>
public sealed class ResetLinkStore(Store store, TimeProvider? time = null)
{
    private const int OctetsOfToken = 32;
    private const int LengthOfToken = 43; // of its base64url
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>How long a link is good unless another time is asked for.</summary>
    public static TimeSpan UsualTerm { get; } = TimeSpan.FromHours(1);

    /// <summary>How long an invitation is good unless another time is asked for.</summary>
    public static TimeSpan UsualTermOfInvitation { get; } = TimeSpan.FromDays(7);

    /// <summary>Makes the token of a link for a user, in place of any before; null when there is no such user.</summary>
    /// <param name="user">The user's name as the store has it.</param>
    /// <param name="term">How long it is good.</param>
    public Secret? Issue(string user, TimeSpan term)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(term, TimeSpan.Zero);
        if (!StorableText.Is(user))
            return null;
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(OctetsOfToken));
        var now = _time.GetUtcNow();
        var isIssued = store.Write((connection, transaction) => connection.Execute(
            """
            INSERT INTO reset_links (user_name, hash, created, expires) SELECT name, @Hash, @Now, @End FROM users WHERE name = @User
            ON CONFLICT (user_name) DO UPDATE SET hash = excluded.hash, created = excluded.created, expires = excluded.expires
            """,
            new { User = user, Hash = HashOf(token), Now = now.ToUnixTimeMilliseconds(), End = (now + term).ToUnixTimeMilliseconds() },
            transaction) == 1);
        return isIssued ? new(token) : null;
    }

    /// <summary>Whose link it is, without using it up.</summary>
    public ResetLinkState Find(string token, out string? user)
    {
        user = null;
        if (HashOf(token) is not { } hash)
            return ResetLinkState.Unknown;
        var row = store.Read("reset links", connection =>
            connection.QuerySingleOrDefault<Row>("SELECT user_name AS UserName, expires FROM reset_links WHERE hash = @Hash", new { Hash = hash }));
        if (row is null)
            return ResetLinkState.Unknown;
        user = row.UserName;
        return _time.GetUtcNow().ToUnixTimeMilliseconds() < row.Expires ? ResetLinkState.Good : ResetLinkState.Expired;
    }

    /// <summary>Uses a link up, sets the password and ends all sessions of the person: all of it or nothing.</summary>
    /// <param name="token">The token of the link.</param>
    /// <param name="passwordHash">The hash of the new password.</param>
    /// <returns>Whose password was set; null when the link is no longer good.</returns>
    public string? Redeem(string token, string passwordHash)
    {
        StorableText.Demand(passwordHash);
        return HashOf(token) is { } hash ? store.Write((connection, transaction) => Redeem(hash, passwordHash, connection, transaction)) : null;
    }

    private string? Redeem(byte[] hash, string passwordHash, DbConnection connection, DbTransaction transaction)
    {
        var now = _time.GetUtcNow();
        var user = connection.QuerySingleOrDefault<string>(
            "DELETE FROM reset_links WHERE hash = @Hash AND expires > @Now RETURNING user_name", new { Hash = hash, Now = now.ToUnixTimeMilliseconds() }, transaction);
        return user is not null && PasswordChange.Write(connection, transaction, user, passwordHash, now) ? user : null;
    }

    private static byte[]? HashOf(string token) =>
        token.Length == LengthOfToken && Ascii.IsValid(token) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;

    private sealed record Row(string UserName, long Expires);
}
