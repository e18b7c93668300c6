using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Data.Common;
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

    /// <summary>All users, by name, as the store has them at this moment.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<UserRecord> Read() =>
        _store.Read("users", connection => UserRow.All(connection).OrderBy(user => user.Name, StringComparer.Ordinal).ToList());

    /// <summary>Adds a user; false when there is one of this name.</summary>
    public bool Add(UserRecord user)
    {
        if (!IsValidName(user.Name))
            throw new ArgumentException("The name is empty, too long, or has a colon, a control character or a code point that no text has.", nameof(user));
        StorableText.Demand([user.PasswordHash, user.Email, .. user.Groups]);
        var draft = user with { Name = Canonical(user.Name), Created = _time.GetUtcNow() };
        return StorableText.Is(user.Name) && _store.Write((connection, transaction) => UserRow.Insert(connection, transaction, draft));
    }

    /// <summary>Removes a user, whose sessions end with that; false when there is none.</summary>
    public bool Remove(string name) => Remove(name, isMeant: null).Outcome == UserChangeOutcome.Changed;

    /// <summary>Sets the hash of a user's password; sessions that began with another one end, and so does a link to set one. False when there is no such user.</summary>
    public bool SetPasswordHash(string name, string hash) => Set(name, user => user with { PasswordHash = hash });

    /// <summary>Switches a user off, whose sessions end with that, or on; false when there is no such user.</summary>
    public bool SetDisabled(string name, bool disabled) => Set(name, user => user with { Disabled = disabled });

    /// <summary>Sets the groups that a user belongs to, in place of those that were; false when there is no such user.</summary>
    public bool SetGroups(string name, ImmutableArray<string> groups) => Set(name, user => user with { Groups = groups });

    /// <summary>Sets or, with null, takes away a user's e-mail address; false when there is no such user.</summary>
    public bool SetEmail(string name, string? email) => Set(name, user => user with { Email = email });

    /// <summary>Has users join a group, which is made by its first member. It is done for all of them or, when one is not known, for none.</summary>
    public GroupChange AddToGroup(string group, IEnumerable<string> names)
    {
        StorableText.Demand(group);
        return ChangeMembers(names, _ => true, user => user.Groups.Contains(group) ? user : user with { Groups = user.Groups.Add(group) });
    }

    /// <summary>Has users leave a group, which is gone with its last member. It is done for all of them or, when one is no member, for none.</summary>
    public GroupChange RemoveFromGroup(string group, IEnumerable<string> names) =>
        ChangeMembers(names, user => user.Groups.Contains(group), user => user with { Groups = user.Groups.Remove(group) });

    /// <summary>Has all members leave a group; how many there were.</summary>
    public int RemoveGroup(string group) => _store.Write((connection, transaction) =>
    {
        var members = UserRow.All(connection, transaction).Where(user => user.Groups.Contains(group)).ToList();
        foreach (var user in members)
            UserRow.Update(connection, transaction, user with { Groups = user.Groups.Remove(group) });
        return members.Count;
    });

    /// <summary>Changes a user if it is the one that was meant; nobody else changes it in between. Who is switched off or gets another password loses all sessions, and a link to set one.</summary>
    /// <param name="name">The name of the user.</param>
    /// <param name="isMeant">Whether the user is still what the change is for; null for whatever it is.</param>
    /// <param name="change">Makes the user as it is to be, with the same name.</param>
    internal UserChange Change(string name, Func<UserRecord, bool>? isMeant, Func<UserRecord, UserRecord> change) =>
        Write(name, isMeant, (connection, transaction, user) =>
        {
            var changed = change(user);
            StorableText.Demand([changed.PasswordHash, changed.Email, .. changed.Groups]);
            if (changed.Disabled || changed.PasswordHash != user.PasswordHash)
                EndOthers(connection, transaction, user);
            return UserRow.Update(connection, transaction, changed);
        });

    /// <summary>Removes a user, and ends its sessions, if it is the one that was meant.</summary>
    internal UserChange Remove(string name, Func<UserRecord, bool>? isMeant) => Write(name, isMeant, (connection, transaction, user) =>
    {
        connection.Execute("DELETE FROM users WHERE name = @Name", new { user.Name }, transaction);
        EndOthers(connection, transaction, user);
        return user;
    });

    // A name without NFC is nobody's: IsValidName.
    private static string Canonical(string name) => Nfc.TryNormalize(name, out var canonical) ? canonical : name;

    private bool Set(string name, Func<UserRecord, UserRecord> change) => Change(name, isMeant: null, change).Outcome == UserChangeOutcome.Changed;

    private UserChange Write(string name, Func<UserRecord, bool>? isMeant, Func<DbConnection, DbTransaction, UserRecord, UserRecord> write)
    {
        var canonical = Canonical(name);
        if (!StorableText.Is(canonical))
            return new(UserChangeOutcome.Unknown);
        return _store.Write((connection, transaction) =>
        {
            if (UserRow.Find(connection, transaction, canonical) is not { } user)
                return new(UserChangeOutcome.Unknown);
            return isMeant?.Invoke(user) == false ? new(UserChangeOutcome.Outdated) : new UserChange(UserChangeOutcome.Changed, write(connection, transaction, user));
        });
    }

    // In one transaction: a user who comes back, or another one of the name, has no session or link of before.
    private void EndOthers(DbConnection connection, DbTransaction transaction, UserRecord user) =>
        PasswordChange.EndOthers(connection, transaction, user.Name, _time.GetUtcNow());

    private GroupChange ChangeMembers(IEnumerable<string> names, Func<UserRecord, bool> fits, Func<UserRecord, UserRecord> change)
    {
        var canonical = names.Select(Canonical).Distinct(StringComparer.Ordinal).ToList();
        return _store.Write((connection, transaction) =>
        {
            var users = canonical.ToDictionary(name => name, name => StorableText.Is(name) ? UserRow.Find(connection, transaction, name) : null, StringComparer.Ordinal);
            var unfit = canonical.Where(name => users[name] is not { } user || !fits(user)).ToImmutableArray();
            if (!unfit.IsEmpty)
                return new([], unfit);
            var changes = users.Values.Select(user => (Before: user!, After: change(user!))).Where(pair => pair.Before != pair.After).ToList();
            foreach (var (_, after) in changes)
                UserRow.Update(connection, transaction, after);
            return new GroupChange([.. changes.Select(pair => pair.After.Name)], []);
        });
    }

    private void Reload(DbConnection connection)
    {
        _users = UserRow.All(connection).ToFrozenDictionary(user => user.Name, StringComparer.Ordinal);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
