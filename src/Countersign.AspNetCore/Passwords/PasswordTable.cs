using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The users of one store by name, at one time.</summary>
internal sealed class PasswordTable : IPasswordTable
{
    private readonly FrozenDictionary<string, StoredPassword> _users;
    private readonly FrozenSet<string> _folded;

    public PasswordTable(IEnumerable<StoredPassword> users)
    {
        _users = users.ToFrozenDictionary(user => user.Subject.Name, StringComparer.Ordinal);
        _folded = _users.Keys.Select(NameHints.Fold).ToFrozenSet(StringComparer.Ordinal);
        Costs = HashCosts.Of(_users.Values.Select(user => user.Hash));
    }

    public int Count => _users.Count;

    public ImmutableArray<PasswordHash> Costs { get; }

    public bool TryFind(string user, [NotNullWhen(true)] out StoredPassword? stored) => _users.TryGetValue(user, out stored);

    public string? Hint(string user) => !_users.ContainsKey(user) && _folded.Contains(NameHints.Fold(user)) ? NameHints.LetterCase : null;
}
