namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Remembers, for all gateways of a store, what may be used once.</summary>
internal interface IUsedNames
{
    /// <summary>Uses a name; false when it was used before.</summary>
    /// <param name="kind">What is named.</param>
    /// <param name="name">The name.</param>
    /// <param name="until">How long it has to be remembered.</param>
    /// <param name="cancel">Breaks off before it began.</param>
    /// <exception cref="Stores.StoreUnavailableException">It can't be remembered.</exception>
    Task<bool> TryUseAsync(string kind, string name, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Takes a use back that came to nothing. Nothing is thrown: at worst the name stays used.</summary>
    /// <param name="kind">What is named.</param>
    /// <param name="name">The name.</param>
    Task ForgetAsync(string kind, string name);
}
