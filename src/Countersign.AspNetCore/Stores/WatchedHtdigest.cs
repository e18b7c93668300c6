using System.Collections.Immutable;
using System.Security;
using Countersign.Ports;

namespace Countersign.AspNetCore.Stores;

/// <summary>An htdigest file that is read again when it changes. A broken new version leaves the old one in force; an unreadable file lets nobody in.</summary>
public sealed class WatchedHtdigest : IDigestSecrets, IDisposable
{
    private readonly string _path;
    private readonly Lock _reading = new();
    private readonly ITimer _timer;
    private Stamp? _stamp;
    private volatile HtdigestFile? _current;
    private volatile string? _outage;
    private ImmutableArray<HtdigestProblem> _problems = [];

    /// <summary>Reads the file and looks at it each second.</summary>
    public WatchedHtdigest(string path, TimeProvider time)
    {
        _path = path;
        Refresh();
        _timer = time.CreateTimer(_ => Refresh(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Raised after a change was seen, taken or not.</summary>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    public bool IsAvailable => _outage is null && _current is not null;

    /// <summary>Why the file can't be read; null when it can.</summary>
    public string? Outage => _outage;

    /// <summary>The bad lines of the newest version that could be read. At the first reading its good lines are taken all the same.</summary>
    public ImmutableArray<HtdigestProblem> Problems
    {
        get
        {
            lock (_reading)
                return _problems;
        }
    }

    /// <summary>How many lines are in force.</summary>
    public int Count => _current?.Count ?? 0;

    /// <inheritdoc/>
    public DigestSecret? Find(string user, string realm, string algorithm) => _current?.Find(user, realm, algorithm);

    /// <inheritdoc/>
    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm) => _current?.FindByUserhash(userhash, realm, algorithm);

    /// <inheritdoc/>
    public string? Hint(string user, string realm) => _current?.Hint(user, realm);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Looks at the file now.</summary>
    public void Refresh()
    {
        bool changed;
        lock (_reading)
            changed = ReadIfChanged();
        if (changed)
            Changed?.Invoke(this, EventArgs.Empty);
    }

    private bool ReadIfChanged()
    {
        try
        {
            var file = new FileInfo(Path.GetFullPath(_path));

            // Links are followed: orchestrators publish new versions by turning a link.
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            if (!file.Exists)
                throw new FileNotFoundException("The file does not exist.");
            var stamp = new Stamp(file.FullName, file.LastWriteTimeUtc, file.Length);
            if (stamp == _stamp && _outage is null)
                return false;

            var read = HtdigestFile.Load(file.FullName);
            _stamp = stamp;
            _problems = read.Problems;
            if (read.Problems.IsEmpty || _current is null)
                _current = read;
            _outage = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            var isNew = _outage is null;
            _outage = exception.Message;
            return isNew;
        }
    }

    private readonly record struct Stamp(string Name, DateTime Written, long Length);
}
