using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// Threads of the lowest priority that do nothing but hash, behind a bounded queue. Networks take turns, and when the queue is full a network that waits
/// for less takes the place of the newest job of the one that waits for most: nobody fills the queue for everybody.
/// </summary>
public sealed class PasswordWorkers : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Func<string?> _lower;
    private readonly int _workers;
    private readonly int _capacity;
    private Action<string>? _priorityKept;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly CancellationTokenSource _stop = new();

    // The lines of the networks, in the order of their turns.
    private readonly LinkedList<Line> _turns = new();
    private readonly Dictionary<Network, LinkedListNode<Line>> _lines = [];
    private int _queued;
    private double _meanSeconds = 0.1;

    /// <summary>Starts the threads.</summary>
    /// <param name="time">The clock, for the estimate of waiting times.</param>
    /// <param name="workers">How many threads hash.</param>
    /// <param name="queue">How many checks may wait.</param>
    /// <param name="priorityKept">Is told, once, why the threads keep the priority of all others.</param>
    public PasswordWorkers(TimeProvider time, int workers = 1, int queue = 64, Action<string>? priorityKept = null)
        : this(time, workers, queue, priorityKept, Niceness.LowerThisThread)
    {
    }

    internal PasswordWorkers(TimeProvider time, int workers, int queue, Action<string>? priorityKept, Func<string?> lower)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(queue, 1);
        _time = time;
        _workers = workers;
        _capacity = queue;
        _priorityKept = priorityKept;
        _lower = lower;
        for (var number = 1; number <= workers; number++)
            new Thread(Work) { Name = $"password-{number}", IsBackground = true, Priority = ThreadPriority.Lowest }.Start();
    }

    /// <summary>How many checks wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        List<Job> left;
        lock (_gate)
        {
            left = [.. _turns.SelectMany(line => line.Jobs)];
            left.ForEach(job => job.Place = null);
            _turns.Clear();
            _lines.Clear();
            _queued = 0;
        }

        foreach (var job in left)
            job.Cancel(_stop.Token);
    }

    /// <summary>Takes a job for a network, or says how long to wait. Continuations of <paramref name="task"/> never run on a worker.</summary>
    /// <param name="network">The network that the job is for.</param>
    /// <param name="work">What to do on a worker.</param>
    /// <param name="busy">Makes the answer of a job that has to leave the queue for another network's.</param>
    /// <param name="task">The answer.</param>
    /// <param name="cancel">Takes the job out of the queue.</param>
    internal bool TryRun<T>(
        Network network, Func<T> work, Func<TimeSpan, T> busy, [NotNullWhen(true)] out Task<T>? task, CancellationToken cancel)
    {
        var job = new Job<T>(network, work, busy);
        Job? displaced = null;
        task = null;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
                return false;
            if (_queued >= _capacity && (displaced = Displace(network)) is null)
                return false;
            Enqueue(job);
        }

        displaced?.Refuse(Estimate());
        if (displaced is null)
            _waiting.Release();
        job.Watch(this, cancel);
        task = job.Answer;
        return true;
    }

    /// <summary>How long until the queue has been worked off.</summary>
    internal TimeSpan Estimate() =>
        TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(Volatile.Read(ref _meanSeconds) * (Queued + 1) / _workers), 1, 60));

    private void Enqueue(Job job)
    {
        if (!_lines.TryGetValue(job.Network, out var line))
            _lines[job.Network] = line = _turns.AddLast(new Line(job.Network));
        job.Place = line.Value.Jobs.AddLast(job);
        _queued++;
    }

    /// <summary>Takes the newest job of the longest line out, if that line stays at least as long as the newcomer's becomes.</summary>
    private Job? Displace(Network newcomer)
    {
        Line? longest = null;
        foreach (var line in _turns)
        {
            if (longest is null || line.Jobs.Count > longest.Jobs.Count)
                longest = line;
        }

        var own = _lines.TryGetValue(newcomer, out var node) ? node.Value.Jobs.Count : 0;
        if (longest is null || longest.Jobs.Count <= own + 1)
            return null;
        var job = longest.Jobs.Last!.Value;
        Remove(job);
        return job;
    }

    private void Remove(Job job)
    {
        var node = _lines[job.Network];
        node.Value.Jobs.Remove(job.Place!);
        job.Place = null;
        _queued--;
        if (node.Value.Jobs.Count > 0)
            return;
        _turns.Remove(node);
        _lines.Remove(job.Network);
    }

    /// <summary>Frees the place of a job whose client has gone. A worker that wakes for it finds nothing, or the next one.</summary>
    private bool TryWithdraw(Job job)
    {
        lock (_gate)
        {
            if (job.Place is null)
                return false;
            Remove(job);
            return true;
        }
    }

    private Job? Take()
    {
        lock (_gate)
        {
            if (_turns.First is not { } turn)
                return null;
            var job = turn.Value.Jobs.First!.Value;
            Remove(job);
            if (turn.Value.Jobs.Count > 0)
            {
                _turns.Remove(turn);
                _turns.AddLast(turn);
            }

            return job;
        }
    }

    private void Work()
    {
        if (_lower() is { } problem)
            Interlocked.Exchange(ref _priorityKept, null)?.Invoke(problem);
        try
        {
            while (true)
            {
                _waiting.Wait(_stop.Token);
                if (Take() is not { } job)
                    continue;
                var start = _time.GetTimestamp();
                job.Run();
                var seconds = _time.GetElapsedTime(start).TotalSeconds;
                Volatile.Write(ref _meanSeconds, (0.8 * _meanSeconds) + (0.2 * seconds));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private sealed class Line(Network network)
    {
        public Network Network => network;

        public LinkedList<Job> Jobs { get; } = new();
    }

    private abstract class Job(Network network)
    {
        private CancellationTokenRegistration _watch;

        public Network Network => network;

        /// <summary>Where it waits; null when it does not. Guarded by the gate.</summary>
        public LinkedListNode<Job>? Place { get; set; }

        public void Watch(PasswordWorkers workers, CancellationToken cancel)
        {
            if (!cancel.CanBeCanceled)
                return;
            _watch = cancel.UnsafeRegister(
                _ =>
                {
                    if (workers.TryWithdraw(this))
                        Cancel(cancel);
                },
                null);
        }

        public void Run()
        {
            _watch.Unregister();
            RunWork();
        }

        public abstract void Refuse(TimeSpan wait);

        public abstract void Cancel(CancellationToken cancel);

        protected abstract void RunWork();
    }

    private sealed class Job<T>(Network network, Func<T> work, Func<TimeSpan, T> busy) : Job(network)
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answer => _answer.Task;

        public override void Refuse(TimeSpan wait) => _answer.TrySetResult(busy(wait));

        public override void Cancel(CancellationToken cancel) => _answer.TrySetCanceled(cancel);

        protected override void RunWork()
        {
            try
            {
                _answer.TrySetResult(work());
            }
#pragma warning disable CA1031 // Whatever it is belongs to the request that waits, not to this thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _answer.TrySetException(exception);
            }
        }
    }
}
