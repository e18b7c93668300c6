using System.Collections.Concurrent;
using System.Threading.Channels;
using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>
/// Keeps the last entries in memory and all but plain challenges in the store. One writer takes what came in batches, so that
/// recording costs a request a queue slot and a kill loses a second of journal at most.
/// </summary>
public sealed class Journal : IJournal, IAsyncDisposable
{
    private const int MaxBatch = 2_000;
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    private readonly JournalOptions _options;
    private readonly Store _store;
    private readonly TimeProvider _time;
    private JournalConnection? _connection;
    private readonly JournalEntry?[] _ring;
    private readonly Channel<JournalEntry> _queue;
    private readonly ConcurrentDictionary<(string Route, string Kind), AdmittedCounter> _admitted = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;
    private readonly ShardedCounter _dropped = new();
    private long _next = -1;
    private long _lastPruned;

    /// <summary>A journal in a store.</summary>
    public Journal(Store store, JournalOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new();
        _store = store;
        _time = time ?? TimeProvider.System;
        _ring = new JournalEntry?[Math.Max(1, _options.RingSize)];
        _queue = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(Math.Max(1, _options.QueueSize)) { SingleReader = true });
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many refusals could not be stored: the queue was full, or the disk.</summary>
    public long Dropped => _dropped.Value;

    /// <inheritdoc/>
    public void Record(JournalEntry entry)
    {
        var slot = (ulong)Interlocked.Increment(ref _next) % (ulong)_ring.Length;
        Volatile.Write(ref _ring[slot], entry);
        if (!entry.IsPlainChallenge && !_queue.Writer.TryWrite(entry))
            _dropped.Add();
    }

    /// <summary>The counter of a route and a kind of subject, to be resolved once and kept.</summary>
    public AdmittedCounter CounterFor(string route, string subjectKind) =>
        _admitted.TryGetValue((route, subjectKind), out var counter)
            ? counter
            : _admitted.GetOrAdd((route, subjectKind), static key => new(key.Route, key.Kind));

    /// <inheritdoc/>
    public JournalEntry? Find(string reference)
    {
        foreach (var entry in Recent())
        {
            if (entry.Reference == reference)
                return entry;
        }

        return _store.Read("journal", connection => JournalRows.Find(connection, reference));
    }

    /// <summary>What is in memory, the newest first: refusals and plain challenges.</summary>
    public IEnumerable<JournalEntry> Recent()
    {
        var newest = Volatile.Read(ref _next);
        for (var i = newest; i >= 0 && i > newest - _ring.Length; i--)
        {
            if (Volatile.Read(ref _ring[(ulong)i % (ulong)_ring.Length]) is { } entry)
                yield return entry;
        }
    }

    /// <summary>Writes what is left, if the store takes it soon.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _stopping.CancelAsync();
        try
        {
            await _writing.WaitAsync(LastPatience);
        }
        catch (TimeoutException)
        {
            // Its thread waits for a database that does not answer, and ends with the process.
            return;
        }

        _connection?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The writer's thread. It is its own: where the pool has few threads, one on one core, requests would wait until a flood has been written.</summary>
    private void WriteAll()
    {
        Thread.CurrentThread.Name = "journal";
        var batch = new List<JournalEntry>();
        while (true)
        {
            Pause();
            var isLast = _stopping.IsCancellationRequested;
            do
            {
                batch.Clear();
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var entry))
                    batch.Add(entry);
                if (!Write(batch) && isLast)
                {
                    _dropped.Add(_queue.Reader.Count);
                    return;
                }
            }
            while (batch.Count == MaxBatch);

            if (isLast)
                return;
        }
    }

    private void Pause()
    {
        try
        {
            Task.Delay(_options.BatchDelay, _time, _stopping.Token).Wait();
        }
        catch (AggregateException)
        {
            // Stopping: the last round takes all that is left.
        }
    }

    /// <summary>False when the store does not take it. At the end the others are not tried then: each would wait as long.</summary>
    private bool Write(List<JournalEntry> batch)
    {
        var admitted = new List<(AdmittedCounter Counter, long Count)>();
        foreach (var counter in _admitted.Values)
        {
            if (counter.Take() is > 0 and var count)
                admitted.Add((counter, count));
        }

        // Gateways that share a database lock the counts' rows in the same order, or they would wait for each other in a circle.
        admitted.Sort(static (one, other) => string.CompareOrdinal(one.Counter.Route, other.Counter.Route) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Counter.SubjectKind, other.Counter.SubjectKind));
        var isPruning = _lastPruned == 0 || _time.GetElapsedTime(_lastPruned) >= PruneInterval || batch.Count > 0;
        if (!isPruning && admitted.Count == 0)
            return true;
        try
        {
            _connection ??= new(_store);
            var isPruned = _connection.Write(batch, admitted, _time.GetUtcNow(), isPruning ? _options : null);
            if (isPruning)
                _lastPruned = isPruned ? _time.GetTimestamp() : 0; // what is left goes with the next round
            return true;
        }
        catch (Exception e) when (_store.IsFault(e) || e is InvalidOperationException)
        {
            // Locked, full or gone. Refusals are not worth memory without bound; admissions are counted on.
            _connection?.Dispose();
            _connection = null;
            _dropped.Add(batch.Count);
            foreach (var (counter, count) in admitted)
                counter.Return(count);
            return false;
        }
    }
}
