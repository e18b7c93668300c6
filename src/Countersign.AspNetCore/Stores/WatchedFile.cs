using System.Security.Cryptography;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// A file of credentials that is read again when it changes. While it is missing or can't be read there is no content, and nobody gets in. It is
/// looked at once an interval: notices of the file system are lost on network shares and on replaced links.
/// </summary>
internal sealed class WatchedFile<T> : IDisposable
    where T : class
{
    private const int MaxLength = 64 << 20;

    /// <summary>A file that changed a moment ago may change again within the resolution of its time stamp.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Func<byte[], T> _parse;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _reading = new();
    private Stamp? _stamp;
    private byte[]? _digest;
    private volatile T? _content;
    private volatile string? _failure;

    /// <summary>Reads the file and starts to watch it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Reads its octets; never throws over them.</param>
    /// <param name="changed">Called, outside of requests, when the file was read again or can't be read any more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">How often to look; a second by default.</param>
    public WatchedFile(string path, Func<byte[], T> parse, Action changed, TimeProvider time, TimeSpan? interval = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_path, _parse, _changed, _time) = (path, parse, changed, time);
        Refresh();
        var every = interval ?? TimeSpan.FromSeconds(1);
        _timer = time.CreateTimer(_ => RefreshUnlessBusy(), null, every, every);
    }

    /// <summary>What the file says; null while it can't be read.</summary>
    public T? Content => _content;

    /// <summary>Why the file can't be read; null while it can.</summary>
    public string? Failure => _failure;

    public void Dispose() => _timer.Dispose();

    /// <summary>Looks at the file now.</summary>
    public void Refresh()
    {
        _reading.Enter();
        Take();
    }

    /// <summary>A look that takes long (a lost network share) holds up one thread, and not one more every second.</summary>
    private void RefreshUnlessBusy()
    {
        if (_reading.TryEnter())
            Take();
    }

    private void Take()
    {
        bool isChanged;
        try
        {
            isChanged = Look();
        }
        finally
        {
            _reading.Exit();
        }

        if (isChanged)
            _changed();
    }

    private bool Look()
    {
        try
        {
            var info = new FileInfo(Path.GetFullPath(_path));

            // Links are followed: orchestrators publish new versions by turning a link.
            if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                info = target;
            if (!info.Exists)
                return Fail("the file does not exist");
            if (RegularFile.IsOther(info.FullName))
                return Fail("it is a pipe or a device, not a file");
            if (info.Length > MaxLength)
                return Fail("the file is larger than 64 MiB");

            var stamp = Stamp.Of(info);
            if (stamp == _stamp && (_time.GetUtcNow().UtcDateTime - stamp.Written).Duration() > Unsettled)
                return false;
            var octets = File.ReadAllBytes(info.FullName);
            var digest = SHA256.HashData(octets);
            if (stamp == _stamp && digest.AsSpan().SequenceEqual(_digest))
                return false;
            _content = _parse(octets);
            _digest = digest;
            _failure = null;
            _stamp = stamp;
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail("the file does not exist");
        }
        catch (Exception exception)
        {
            // Whatever it is: a timer may not throw, and the next look comes.
            return Fail(exception is UnauthorizedAccessException ? "the file may not be read" : "the file can't be read");
        }
    }

    private bool Fail(string failure)
    {
        var isNews = _failure != failure;
        _content = null;
        _digest = null;
        _stamp = null;
        _failure = failure;
        return isNews;
    }

    private sealed record Stamp(string Name, DateTime Written, DateTime Created, long Length, UnixFileMode Mode)
    {
        public static Stamp Of(FileInfo info) => new(
            info.FullName, info.LastWriteTimeUtc, info.CreationTimeUtc, info.Length, OperatingSystem.IsWindows() ? default : info.UnixFileMode);
    }
}
