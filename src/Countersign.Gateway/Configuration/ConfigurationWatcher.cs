using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// Watches a configuration file and the files that it names, but for those that their users watch. A valid change is announced, an invalid one is announced as
/// rejected.
/// </summary>
public sealed class ConfigurationWatcher : IDisposable
{
    private readonly Func<string, string?> _environment;
    private readonly TimeSpan _pause;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly ITimer _poll;
    private readonly ITimer _debounce;
    private ConfigurationReading _last;
    private bool _disposed;

    /// <summary>Watches from a reading on.</summary>
    /// <param name="start">What was read at the start.</param>
    /// <param name="environment">Looks environment variables up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pause">How long files have to rest before they are read; a quarter of a second when left out.</param>
    /// <param name="poll">How often files are compared where the system does not tell; five seconds when left out.</param>
    public ConfigurationWatcher(ConfigurationReading start, Func<string, string?> environment, TimeProvider time, TimeSpan? pause = null, TimeSpan? poll = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(time);
        _last = start;
        _environment = environment;
        _pause = pause ?? TimeSpan.FromMilliseconds(250);
        _debounce = time.CreateTimer(_ => CheckInTurn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var every = poll ?? TimeSpan.FromSeconds(5);
        _poll = time.CreateTimer(_ => CheckInTurn(), null, every, every);
        lock (_lock)
            WatchFolders();
        // What changed between the reading and the watches woke nobody.
        Wake();
    }

#pragma warning disable MA0046 // listeners want the configuration, not a sender
    /// <summary>The files were read and are valid.</summary>
    public event Action<GatewayConfiguration>? Changed;

    /// <summary>The files were read and are not valid; the configuration stays as it was.</summary>
    public event Action<ImmutableArray<ConfigurationProblem>>? Rejected;
#pragma warning restore MA0046

    /// <summary>Compares the files with what was read last and reads them when they differ.</summary>
    public void Check()
    {
        lock (_lock)
        {
            if (_disposed || _last.Stamps.AreCurrent)
                return;

            try
            {
                Read();
            }
            catch (Exception failure)
            {
                // Called by timers, where an exception is the end of the process. Its message may repeat a secret: the type has to do.
                _last = _last with { Stamps = _last.Stamps.Retaken() };
                Rejected?.Invoke([new(ProblemSeverity.Error, "not-taken", "", _last.File, 1, 1, $"taking it failed with {failure.GetType().Name}", "this is a bug of Countersign")]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _poll.Dispose();
            _debounce.Dispose();
            foreach (var watcher in _watchers.Values)
                watcher.Dispose();
            _watchers.Clear();
        }
    }

    private void Read()
    {
        _last = ConfigurationReader.Read(_last.File, _environment);
        WatchFolders();
        if (_last.Configuration is { } configuration)
            Changed?.Invoke(configuration);
        else
            Rejected?.Invoke(_last.Problems);
    }

    // Folders, not files: editors and secret mounts replace files by renaming.
    private void WatchFolders()
    {
        foreach (var folder in _last.Stamps.Files.Select(Path.GetDirectoryName).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (_watchers.ContainsKey(folder) || !Directory.Exists(folder))
                continue;
            try
            {
                var watcher = new FileSystemWatcher(folder);
                // A store in the same folder writes all the time; only changes of our own files may put the reading off.
                watcher.Changed += (_, change) => WakeFor(change.FullPath);
                watcher.Created += (_, _) => Wake();
                watcher.Renamed += (_, _) => Wake();
                watcher.Deleted += (_, _) => Wake();
                watcher.EnableRaisingEvents = true;
                _watchers.Add(folder, watcher);
            }
            catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
            {
                // No more watches to be had: polling notices it later.
            }
        }
    }

    /// <summary>A look that takes long (a file on a lost network share) holds up one thread and not one more every few seconds.</summary>
    private void CheckInTurn()
    {
        if (!_lock.TryEnter())
        {
            Wake();
            return;
        }

        try
        {
            Check();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void WakeFor(string file)
    {
        if (_last.Stamps.Files.Contains(file, StringComparer.Ordinal))
            Wake();
    }

    private void Wake() => _debounce.Change(_pause, Timeout.InfiniteTimeSpan);
}
