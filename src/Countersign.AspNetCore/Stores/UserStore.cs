using System.Collections.Frozen;
using System.Data.Common;
using Countersign.AspNetCore.Sessions;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>The users of the store, by names in NFC. Look-ups are from memory; changes, other processes' too, are seen within a second.</summary>
public sealed class UserStore
{
    private readonly Store _store;
    private readonly TimeProvider _time;
    private volatile FrozenDictionary<string, UserRecord> _users = FrozenDictionary<string, UserRecord>.Empty;

    /// <summary>Reads the users of a store and watches for changes.</summary>
    public UserStore(Store store, TimeProvider? time = null)
    {
        _store = store;
        _time = time ?? TimeProvider.System;
        store.Watching("users", Reload);
    }

    /// <summary>Raised after users changed, so that what was derived from them is dropped. Handlers must not write to the store.</summary>
    public event EventHandler? Changed;

    /// <summary>Whether the answers can be relied on.</summary>
    public bool IsReadable => _store.IsReadable;

    /// <summary>Whether a name can be one of a user: 1 to 255 characters that have an NFC, without a colon (RFC 7617 §2), control characters or blanks around.</summary>
    public static bool IsValidName(string name) =>
        name.Length is > 0 and <= 255 && !name.Contains(':', StringComparison.Ordinal) && !name.Any(char.IsControl) && name.Trim().Length == name.Length
        && Nfc.TryNormalize(name, out _);

    /// <summary>The user with this name, or null.</summary>
    public UserRecord? Find(string name) => _users.GetValueOrDefault(Canonical(name));

    /// <summary>All users, by name.</summary>
    public IReadOnlyList<UserRecord> List() => [.. _users.Values.OrderBy(user => user.Name, StringComparer.Ordinal)];

    /// <summary>Has changes of other processes read now, at most once in a millisecond, on another thread: for whoever would refuse somebody on what is known.</summary>
    public ValueTask LookForChangesAsync(CancellationToken cancel) => _store.LookAsync(cancel);

    /// <summary>Adds a user; false when there is one of this name.</summary>
    public bool Add(UserRecord user)
    {
        if (!IsValidName(user.Name))
            throw new ArgumentException("The name is empty, too long, or has a colon, a control character or a code point that no text has.", nameof(user));
        StorableText.Demand([user.PasswordHash, user.Email, .. user.Groups]);
        return Change(
            user.Name,
            "INSERT INTO users (name, hash, groups, email, disabled, created) VALUES (@Name, @Hash, @Groups, @Email, @Disabled, @Created) ON CONFLICT DO NOTHING",
            new { Name = Canonical(user.Name), Hash = user.PasswordHash, Groups = TextList.Write(user.Groups), user.Email, Disabled = Flag(user.Disabled), Created = _time.GetUtcNow().ToUnixTimeMilliseconds() });
    }

    /// <summary>Removes a user, whose sessions end with that; false when there is none.</summary>
    public bool Remove(string name) => Change(name, "DELETE FROM users WHERE name = @Name", new { Name = Canonical(name) }, endsSessions: true);

    /// <summary>Sets the hash of a user's password; false when there is no such user.</summary>
    public bool SetPasswordHash(string name, string hash)
    {
        StorableText.Demand(hash);
        return Change(name, "UPDATE users SET hash = @Hash WHERE name = @Name", new { Name = Canonical(name), Hash = hash });
    }

    /// <summary>Switches a user off, whose sessions end with that, or on; false when there is no such user.</summary>
    public bool SetDisabled(string name, bool disabled) =>
        Change(name, "UPDATE users SET disabled = @Disabled WHERE name = @Name", new { Name = Canonical(name), Disabled = Flag(disabled) }, endsSessions: disabled);

    private static long Flag(bool value) => value ? 1 : 0;

    // A name without NFC is nobody's: IsValidName.
    private static string Canonical(string name) => Nfc.TryNormalize(name, out var canonical) ? canonical : name;

    private bool Change(string name, string sql, object arguments, bool endsSessions = false) => StorableText.Is(name) && _store.Write((connection, transaction) =>
    {
        // In one transaction: a user who comes back, or another one of the name, has no session of before.
        if (connection.Execute(sql, arguments, transaction) == 0)
            return false;
        if (endsSessions)
            SessionRow.EndOfUser(connection, transaction, Canonical(name), _time.GetUtcNow());
        return true;
    });

    private void Reload(DbConnection connection)
    {
        var rows = connection.Query<Row>("SELECT name, hash, groups, email, disabled, created FROM users");
        _users = rows.Select(row => row.ToRecord()).ToFrozenDictionary(user => user.Name, StringComparer.Ordinal);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private sealed record Row(string Name, string Hash, string Groups, string? Email, long Disabled, long Created)
    {
        public UserRecord ToRecord() => new(Name, Hash)
        {
            Groups = TextList.Read(Groups),
            Email = Email,
            Disabled = Disabled != 0,
            Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
        };
    }
}
