using System.Collections.Concurrent;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>
/// Keeps the tokens of sessions fresh, and so finds out whether their providers still stand behind them. Each is renewed by one request of one gateway;
/// all others go on while the former one counts, or wait for it.
/// </summary>
/// <param name="store">Where the tokens are.</param>
/// <param name="sessions">Where sessions end.</param>
/// <param name="renewal">Asks providers.</param>
/// <param name="clock">The clock.</param>
internal sealed class TokenKeeper(ProviderTokenStore store, SessionStore sessions, TokenRenewal renewal, TimeProvider clock)
{
    private const int Most = 50_000;

    /// <summary>From one try at a provider that fails to the next.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    // While another gateway renews, the row is looked at so often, and for so long.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<TokenState>> _open = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is asked for or looked up at the moment.</summary>
    internal bool IsIdle => _open.IsEmpty;

    /// <summary>Whether a session still stands, with its tokens renewed where it is time.</summary>
    /// <param name="session">Its handle.</param>
    /// <param name="cancel">Ends the wait, not the question: others may wait for it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<TokenState> LookAsync(string session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(session, out var known) && !known.IsDue(now))
            return ValueTask.FromResult(TokenState.Good);
        var question = Ask(session);

        // What is renewed ahead of its end keeps nobody waiting.
        return known is { Ends: { } ends } && now < ends && !question.IsCompleted
            ? ValueTask.FromResult(TokenState.Good)
            : new(question.WaitAsync(cancel));
    }

    private Task<TokenState> Ask(string session)
    {
        var mine = new TaskCompletionSource<TokenState>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = _open.GetOrAdd(session, mine.Task);
        if (question == mine.Task)
            _ = AskAsync(session, mine);
        return question;
    }

    private async Task AskAsync(string session, TaskCompletionSource<TokenState> question)
    {
        TokenState state;
        try
        {
            // It belongs to nobody's request: neither its trace nor its cancellation.
            state = await Task.Run(() => RenewAsync(session));
        }
        catch (Exception failure)
        {
            // The session itself could be read; what of the tokens can't be is tried at the next request.
            renewal.Tell(session, failure is StoreUnavailableException ? failure.Message : failure.GetType().Name);
            state = TokenState.Good;
            Remember(session, new(clock.GetUtcNow() + LookInterval, null));
        }

        _open.TryRemove(session, out _);
        question.SetResult(state);
    }

    private async Task<TokenState> RenewAsync(string session)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var kept = await store.FindAsync(session, CancellationToken.None);
            Remember(session, new(kept?.Renew, kept?.Ends));
            var now = clock.GetUtcNow();
            if (kept?.Renew is not { } due || now < due)
                return Endured(kept, now);
            if (!kept.IsLeased && await store.TryLeaseAsync(kept.Session, CancellationToken.None) is { } lease)
                return await RenewAsync(session, lease, kept);

            // Another one is at it. The former token counts meanwhile, if it does; else nobody knows before that one is done.
            if (kept.Ends is { } ends && now < ends)
            {
                Remember(session, new(now + LookInterval, ends));
                return TokenState.Good;
            }

            if (clock.GetElapsedTime(began) > Patience)
                return Endured(kept, now);
            await Task.Delay(LookInterval, clock);
        }
    }

    private async Task<TokenState> RenewAsync(string session, TokenLease lease, KeptTokens kept)
    {
        var outcome = await renewal.AskAsync(lease);
        switch (outcome.State)
        {
            case TokenState.Good:
                await store.RenewAsync(lease, outcome.Given!);
                if (outcome.Describe is { } describe && await describe() is { } person)
                    await sessions.DescribeAsync(lease.Session, person);
                Remember(session, new(null, null), isToRead: true);
                return TokenState.Good;
            case TokenState.Over:
                // Its end first: tokens that are gone would keep nobody from going on.
                await sessions.RevokeAsync(lease.Session, CancellationToken.None, SessionEnd.Provider);
                await store.ForgetAsync(lease.Session, CancellationToken.None);
                _known.TryRemove(session, out _);
                return TokenState.Over;
            default:
                var now = clock.GetUtcNow();
                await store.PostponeAsync(lease, Retry);
                Remember(session, new(now + Retry, kept.Ends));
                return Endured(kept, now);
        }
    }

    /// <summary>Whether a session goes on whose tokens could not be renewed.</summary>
    private TokenState Endured(KeptTokens? kept, DateTimeOffset now) =>
        kept?.Ends is { } ends && renewal.GraceOf(kept.Provider) is { } grace && now > ends + grace ? TokenState.Unknown : TokenState.Good;

    private void Remember(string session, Known known, bool isToRead = false)
    {
        if (_known.Count >= Most)
            _known.Clear();
        if (isToRead)
            _known.TryRemove(session, out _);
        else
            _known[session] = known;
    }

    /// <summary>What was read last of a session's tokens.</summary>
    /// <param name="Renew">From when on they are to be renewed; null for never.</param>
    /// <param name="Ends">When the access token ends.</param>
    private sealed record Known(DateTimeOffset? Renew, DateTimeOffset? Ends)
    {
        public bool IsDue(DateTimeOffset now) => Renew is { } due && now >= due;
    }
}
