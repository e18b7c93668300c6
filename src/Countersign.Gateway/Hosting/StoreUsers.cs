using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.Gateway.Hosting;

/// <summary>The store's users as the vault sees them (<c>users: store</c>).</summary>
internal sealed class StoreUsers : IPasswordSource
{
    private readonly UserStore _store;
    private volatile Table _table;

    public StoreUsers(UserStore store)
    {
        _store = store;
        _table = new(store.List());
        store.Changed += (_, _) => _table = new(store.List());
    }

    public IPasswordTable? Read() => _store.IsReadable ? _table : null;

    public IPasswordTable? ReadLatest()
    {
        _store.LookForChanges();
        return Read();
    }

    private sealed class Table : IPasswordTable
    {
        private readonly FrozenDictionary<string, StoredPassword> _users;
        private readonly FrozenSet<string> _folded;

        public Table(IReadOnlyList<UserRecord> users)
        {
            _users = users.ToFrozenDictionary(user => user.Name, Stored, StringComparer.Ordinal);
            _folded = _users.Keys.Select(NameHints.Fold).ToFrozenSet(StringComparer.Ordinal);
            Costs = HashCosts.Of(_users.Values.Select(user => user.Hash));
        }

        public ImmutableArray<PasswordHash> Costs { get; }

        public bool TryFind(string user, [NotNullWhen(true)] out StoredPassword? stored) => _users.TryGetValue(user, out stored);

        public string? Hint(string user) => !_users.ContainsKey(user) && _folded.Contains(NameHints.Fold(user)) ? NameHints.LetterCase : null;

        private static StoredPassword Stored(UserRecord user) => new(
            PasswordHash.Parse(user.PasswordHash),
            new Subject(user.Name) { Groups = user.Groups, Email = user.Email },
            user.Disabled);
    }
}
