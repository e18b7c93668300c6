using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The store's users as the vault sees them (<c>users: store</c>).</summary>
internal sealed class StoreUsers : IPasswordSource
{
    private readonly UserStore _store;
    private volatile PasswordTable _table;

    public StoreUsers(UserStore store)
    {
        _store = store;
        _table = TableOf(store);
        store.Changed += (_, _) => _table = TableOf(store);
    }

    public IPasswordTable? Read() => _store.IsReadable ? _table : null;

    public async ValueTask<IPasswordTable?> ReadLatestAsync(CancellationToken cancel)
    {
        await _store.LookForChangesAsync(cancel);
        return Read();
    }

    private static PasswordTable TableOf(UserStore store) => new(store.List().Select(user => new StoredPassword(
        PasswordHash.Parse(user.PasswordHash),
        new Subject(user.Name) { Groups = user.Groups, Email = user.Email },
        user.Disabled)));
}
