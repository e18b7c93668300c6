using System.Collections.Immutable;
using Countersign.AspNetCore.Stores;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// An issuer's keys in a file of the operator (a JWK Set, one JWK, PEM public keys or certificates), read again when it changes. A bad key takes
/// no other with it, and a key that is gone is gone. While the file can't be read or no key in it can be used, there are none.
/// </summary>
public sealed class FileIssuerKeys : IIssuerKeys, IDisposable
{
    private readonly WatchedFile<JwkSetReading> _file;

    /// <summary>Reads the file and starts to watch it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="keyId">The <c>kid</c> of keys in PEM, which have none of their own; without it they are tried whatever the <c>kid</c> of a token.</param>
    /// <param name="interval">How often to look; a second by default.</param>
    public FileIssuerKeys(string path, TimeProvider time, string? keyId = null, TimeSpan? interval = null) =>
        _file = new(path, octets => KeyFile.Parse(octets, keyId), () => Changed?.Invoke(this, EventArgs.Empty), time, interval);

    /// <summary>Raised, outside of requests, when the file was read again or can't be read any more.</summary>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    public KeySet? Current => _file.Content?.Keys is { Keys.IsEmpty: false } keys ? keys : null;

    /// <summary>Why there are no keys; null when there are.</summary>
    public string? Failure => _file.Content is { } reading ? KeySourceAnswer.WhyUseless(reading) : _file.Failure;

    /// <summary>Why others in the file are not used.</summary>
    public ImmutableArray<JwkFault> Faults => _file.Content?.Faults ?? [];

    /// <summary>Answers at once: the file is looked at all the time.</summary>
    public ValueTask<KeyLook> LookAsync(CancellationToken cancel) => new(Current is { } keys ? new(keys, true) : new KeyLook(null, false, Failure));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Looks at the file now.</summary>
    public void Refresh() => _file.Refresh();
}
