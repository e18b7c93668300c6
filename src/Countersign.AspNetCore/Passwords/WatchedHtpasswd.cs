using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Passwords;

/// <summary>An htpasswd file that is read again when it changes. While it is missing or can't be read there is no table, and nobody gets in.</summary>
public sealed class WatchedHtpasswd : IPasswordSource, IDisposable
{
    private readonly WatchedFile<HtpasswdFile> _file;

    /// <summary>Reads the file and starts to watch it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">How often to look; a second by default.</param>
    public WatchedHtpasswd(string path, TimeProvider time, TimeSpan? interval = null) =>
        _file = new(path, static octets => HtpasswdFile.Parse(octets), () => Changed?.Invoke(this, EventArgs.Empty), time, interval);

    /// <summary>Raised, outside of requests, when the file was read again or can't be read any more.</summary>
    public event EventHandler? Changed;

    /// <summary>What the file says; null while it can't be read.</summary>
    public HtpasswdFile? File => _file.Content;

    /// <summary>Why the file can't be read; null while it can.</summary>
    public string? Failure => _file.Failure;

    /// <inheritdoc/>
    public IPasswordTable? Read() => _file.Content;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Looks at the file now.</summary>
    public void Refresh() => _file.Refresh();
}
