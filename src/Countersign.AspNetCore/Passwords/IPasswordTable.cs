using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The users of one store, as one check sees them.</summary>
public interface IPasswordTable
{
    /// <summary>One decoy for every different cost among the store's hashes (<see cref="HashCosts"/>): every check of this store spends each of them once.</summary>
    ImmutableArray<PasswordHash> Costs { get; }

    /// <summary>Finds a user by the exact name, in NFC.</summary>
    bool TryFind(string user, [NotNullWhen(true)] out StoredPassword? stored);

    /// <summary>Evidence for the operator on a name that was not found; null when there is none. See <see cref="NameHints"/>.</summary>
    string? Hint(string user);
}
