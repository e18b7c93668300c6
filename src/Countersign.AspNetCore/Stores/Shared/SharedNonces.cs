using System.Security.Cryptography;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>Nonces of one kind under each of the shared keys.</summary>
/// <param name="keys">The keys.</param>
/// <param name="under">Makes the nonces under one.</param>
internal sealed class SharedNonces<T>(SharedNonceKeys keys, Func<byte[], T> under)
    where T : class
{
    // While the database has no key, clients still get a nonce. Nobody knows it again, so that they are asked with the next one.
    private readonly T _nobodys = under(RandomNumberGenerator.GetBytes(32));
    private volatile Made _made = new([], []);

    /// <summary>Those under all keys that are good.</summary>
    public T[] All
    {
        get
        {
            var made = _made;
            return ReferenceEquals(made.Keys, keys.Keys) ? made.Each : Make(made);
        }
    }

    /// <summary>Those to give out.</summary>
    public T ToGive => All is [var first, ..] ? first : _nobodys;

    // What is known of nonces under a key stays while the key does.
    private T[] Make(Made before)
    {
        var current = keys.Keys;
        var made = new Made(current, [.. current.Select(key => before.Find(key.Id) ?? under(key.Octets))]);
        _made = made;
        return made.Each;
    }

    private sealed record Made(NonceKey[] Keys, T[] Each)
    {
        public T? Find(long id) => Array.FindIndex(Keys, key => key.Id == id) is >= 0 and var at ? Each[at] : null;
    }
}
