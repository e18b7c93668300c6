namespace Countersign.Tokens.Keys;

/// <summary>Keys that never change, such as the one of a <c>did:key</c>.</summary>
public sealed class FixedIssuerKeys(KeySet keys) : IIssuerKeys
{
    /// <inheritdoc/>
    public KeySet Current => keys;

    /// <inheritdoc/>
    public ValueTask<KeyLook> LookAsync(CancellationToken cancel) => new(new KeyLook(keys, IsCurrent: true));
}
