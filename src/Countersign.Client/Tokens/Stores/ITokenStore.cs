namespace Countersign.Client.Tokens.Stores;

/// <summary>
/// Where token families are kept, so that all processes that use one know its newest refresh token. What is written is on its disk before the call comes back:
/// a refresh token that was replaced is used up.
/// </summary>
public interface ITokenStore
{
    /// <summary>What is kept under a name; null for nothing.</summary>
    /// <exception cref="UnreadableTokensException">Something is kept that can't be read.</exception>
    ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Puts a family in the place of another, unless somebody else was faster.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The version of what is there; null where nothing is.</param>
    /// <param name="next">What is to be there.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>Whether it is there now; false when something else was there than this version.</returns>
    ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel);

    /// <summary>Takes the right to use a family's refresh token; null while somebody else has it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">How long at most, should the process end without giving it back.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>The right; disposing gives it back.</returns>
    ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel);
}
