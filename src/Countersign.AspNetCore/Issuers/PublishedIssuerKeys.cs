using System.Collections.Immutable;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// Keys that an issuer publishes: kept, refreshed in the background, and asked for anew when a token names one that is not known. While the issuer
/// can't be asked the former ones stay. A key that is gone from what the issuer says is gone here at once, the last one too.
/// </summary>
public sealed class PublishedIssuerKeys : IIssuerKeys, IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IKeySource _source;
    private readonly TimeProvider _time;
    private readonly Action<IssuerKeysNews>? _tell;
    private readonly TimeSpan _lookInterval;
    private readonly RefreshPace _pace;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private volatile KeySet? _current;
    private volatile string? _failure = "the issuer was not asked yet";
    private string? _version;
    private bool _isFailing;
    private bool _isDisposed;
    private Task<KeyLook>? _question;
    private Task<KeyLook>? _next;
    private long? _lookedAt;
    private long? _failedAt;

    /// <summary>Asks nothing before <see cref="Start"/> or the first look.</summary>
    /// <param name="source">Where the keys are; disposed with this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told, outside of requests, when the issuer fails, is well again, or has another set. Must not throw.</param>
    /// <param name="options">How often to ask; as often as is usual when null.</param>
    public PublishedIssuerKeys(IKeySource source, TimeProvider time, Action<IssuerKeysNews>? tell = null, IssuerKeysOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(time);
        options ??= new();
        (_source, _time, _tell, _lookInterval) = (source, time, tell, options.LookInterval);
        _pace = new(options.RefreshInterval);
        _timer = time.CreateTimer(static self => ((PublishedIssuerKeys)self!).Refresh(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public KeySet? Current
    {
        get
        {
            var known = _current;
            return known is { Ends: { } end } && end <= _time.GetUtcNow() ? DropEnded() : known;
        }
    }

    /// <summary>Why the issuer could not be asked the last time; null when it could.</summary>
    public string? Failure => _failure;

    /// <summary>Begins to load and to refresh; waits for nothing.</summary>
    public void Start() => Refresh();

    /// <inheritdoc/>
    public ValueTask<KeyLook> LookAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Task<KeyLook> question;
        lock (_gate)
        {
            if (_question is null && (_isDisposed || IsWithin(_failedAt, RetryInterval)))
                return new(new KeyLook(Current, false, _failure ?? "the configuration was replaced"));

            // Where nothing is known, any answer is news. Else only one to a question that begins from now on: the token may be of a key younger than the last.
            if (Current is null)
                question = _question ?? Ask(isRefresh: false);
            else
                question = _question is null && Rest == TimeSpan.Zero ? Ask(isRefresh: false) : _next ??= Task.Run(NextAsync, CancellationToken.None);
        }

        return new(WaitAsync(question, cancel));
    }

    /// <summary>Ends every question; keys that are known stay for those who hold them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _timer.Dispose();
        _stop.Cancel();
        _source.Dispose();
    }

    /// <summary>The question of all who came while one was under way or within a moment of the last: a flood of invented names makes one question in each moment.</summary>
    private async Task<KeyLook> NextAsync()
    {
        while (true)
        {
            Task before;
            Task<KeyLook>? question = null;
            lock (_gate)
            {
                if (_isDisposed)
                    return new(Current, false, "the configuration was replaced");
                if (_question is null && Rest == TimeSpan.Zero)
                {
                    _next = null;
                    question = Ask(isRefresh: false);
                }

                before = question ?? _question ?? Task.Delay(Rest, _time, _stop.Token);
            }

            if (question is not null)
                return await question;
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An issuer that can't be asked must not have its keys outlive the end that it gave to them.</summary>
    private KeySet? DropEnded()
    {
        lock (_gate)
        {
            // Whatever it says next is news, even if it is the same.
            if (_current?.At(_time.GetUtcNow()) is { } left && left != _current)
                (_current, _version) = (left.Keys.IsEmpty ? null : left, null);
            return _current;
        }
    }

    /// <summary>How long until the issuer may be asked over a token again.</summary>
    private TimeSpan Rest => _lookedAt is { } at && _lookInterval - _time.GetElapsedTime(at) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    private void Refresh()
    {
        lock (_gate)
        {
            if (!_isDisposed && _question is null)
                _ = Ask(isRefresh: true);
        }
    }

    /// <summary>Begins a question that belongs to nobody's request: not its cancellation, not its trace.</summary>
    private Task<KeyLook> Ask(bool isRefresh)
    {
        using (ExecutionContext.SuppressFlow())
            _question = Task.Run(() => AskAsync(isRefresh));
        return _question;
    }

    private async Task<KeyLook> AskAsync(bool isRefresh)
    {
        KeySourceAnswer answer;
        try
        {
            answer = await _source.AskAsync(_stop.Token);
        }
        catch (Exception exception)
        {
            // A source that breaks its promise, or the end: keys must not go stale in silence.
            answer = KeySourceAnswer.Failed($"the question failed ({exception.GetType().Name})");
        }

        var news = ImmutableArray.CreateBuilder<IssuerKeysNews>();
        KeyLook look;
        lock (_gate)
        {
            look = answer.IsGood ? Take(answer, isRefresh, news) : Miss(answer, isRefresh, news);
            _question = null;
        }

        foreach (var item in news)
            _tell?.Invoke(item);
        return look;
    }

    private KeyLook Take(KeySourceAnswer answer, bool isRefresh, ImmutableArray<IssuerKeysNews>.Builder news)
    {
        var reading = answer.Reading!;
        var isChanged = answer.Version != _version;

        // An unchanged set stays the same one: what was verified with its keys need not be verified again.
        if (isChanged)
            (_current, _version) = (reading.Keys, answer.Version);
        if (_isFailing)
            news.Add(new(IssuerKeysNewsKind.Recovered, null, Current, []));
        if (isChanged)
            news.Add(new(IssuerKeysNewsKind.Changed, null, Current, reading.Faults));
        (_isFailing, _failure, _failedAt) = (false, null, null);

        // A look may follow a refresh at once: the issuer may have changed its keys a moment after it.
        if (!isRefresh)
            _lookedAt = _time.GetTimestamp();
        Schedule(_pace.AfterSuccess(answer.MaxAge));
        return new(Current, true);
    }

    /// <summary>Without an answer the former keys stay; an answer without keys takes them back.</summary>
    private KeyLook Miss(KeySourceAnswer answer, bool isRefresh, ImmutableArray<IssuerKeysNews>.Builder news)
    {
        var isNews = !_isFailing || (answer.IsWithdrawal && _current is not null);
        if (answer.IsWithdrawal)
            (_current, _version) = (null, null);
        if (isNews && !_isDisposed)
            news.Add(new(IssuerKeysNewsKind.Failing, answer.Failure, Current, []));
        (_isFailing, _failure) = (true, answer.Failure);
        _failedAt = _time.GetTimestamp();
        Schedule(_pace.AfterFailure(isRefresh));
        return new(Current, false, answer.Failure);
    }

    private void Schedule(TimeSpan wait)
    {
        if (!_isDisposed)
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private bool IsWithin(long? since, TimeSpan interval) => since is { } at && _time.GetElapsedTime(at) < interval;

    private async Task<KeyLook> WaitAsync(Task<KeyLook> question, CancellationToken cancel)
    {
        try
        {
            return await question.WaitAsync(Patience, _time, cancel);
        }
        catch (TimeoutException)
        {
            return new(Current, false, $"the issuer has not answered within {Patience.TotalSeconds} s");
        }
    }
}
