using Countersign.Ports;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// An htdigest file that is read again when it changes. A bad line lets nobody in and takes no other line with it: who was removed is out, whatever
/// else is wrong. While the file can't be read, nobody gets in.
/// </summary>
public sealed class WatchedHtdigest : IDigestSecrets, IDisposable
{
    private readonly WatchedFile<HtdigestFile> _file;

    /// <summary>Reads the file and starts to watch it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">How often to look; a second by default.</param>
    public WatchedHtdigest(string path, TimeProvider time, TimeSpan? interval = null) =>
        _file = new(path, HtdigestFile.Parse, () => Changed?.Invoke(this, EventArgs.Empty), time, interval);

    /// <summary>Raised, outside of requests, when the file was read again or can't be read any more.</summary>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    public bool IsAvailable => _file.Content is not null;

    /// <summary>What the file says; null while it can't be read.</summary>
    public HtdigestFile? File => _file.Content;

    /// <summary>Why the file can't be read; null while it can.</summary>
    public string? Failure => _file.Failure;

    /// <inheritdoc/>
    public DigestSecret? Find(string user, string realm, string algorithm) => _file.Content?.Find(user, realm, algorithm);

    /// <inheritdoc/>
    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm) => _file.Content?.FindByUserhash(userhash, realm, algorithm);

    /// <inheritdoc/>
    public string? Hint(string user, string realm) => _file.Content?.Hint(user, realm);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Looks at the file now.</summary>
    public void Refresh() => _file.Refresh();
}
