using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>
/// The token for one kind of request, and the one question for the next. However many want it, one asks; who waits can stop waiting, and the
/// question goes on: a refresh token that is on its way must not be lost.
/// </summary>
/// <param name="request">What the token is for.</param>
/// <param name="grant">Where it comes from.</param>
/// <param name="pace">When to ask.</param>
/// <param name="clock">The clock.</param>
/// <param name="watch">Is told of the questions.</param>
internal sealed class TokenFlight(TokenRequest request, TokenGrant grant, TokenPace pace, TimeProvider clock, ITokenWatch? watch = null)
{
    private readonly Lock _gate = new();
    private readonly RenewalBudget _budget = new(clock);
    private GrantOutcome? _current;
    private TaskCompletionSource<GrantOutcome>? _flight;
    private Refused? _refused;
    private int _failures;
    private int _waiters;
    private long? _sameSince;
    private long _lastWanted;

    /// <summary>When it was last wanted, by the monotonic clock.</summary>
    public long LastWanted => Volatile.Read(ref _lastWanted);

    /// <summary>The question that is on its way; null for none.</summary>
    public Task? Question
    {
        get
        {
            lock (_gate)
                return _flight?.Task;
        }
    }

    public bool IsBusy => Question is not null;

    /// <summary>The token at hand, as long as it counts; null where one would have to be asked for.</summary>
    public AccessToken? Current => Volatile.Read(ref _current)?.Token is { } token && !token.HasEnded(clock, clock.GetTimestamp()) ? token : null;

    /// <summary>A token that counts: the one at hand, and the next when that has ended. Shortly before it ends the next is asked for, and nobody waits.</summary>
    public ValueTask<GrantOutcome> GetAsync(CancellationToken cancel)
    {
        var now = clock.GetTimestamp();
        if (Volatile.Read(ref _current) is { Token: { } token } current && !token.HasEnded(clock, now) && !pace.IsNearEnd(token, now))
        {
            Volatile.Write(ref _lastWanted, now);
            return new(current);
        }

        return Want(null, null) switch
        {
            (_, { } known) => new(known),
            var (flight, _) => new(flight!.WaitAsync(cancel)),
        };
    }

    /// <summary>Another token than the one that a server refused: the newer one where there is one, else the next.</summary>
    public ValueTask<GrantOutcome> RenewAsync(AccessToken rejected, CancellationToken cancel) => RenewAsync(rejected, serverAhead: null, cancel);

    /// <summary>Counts a token no more. The next is asked for when somebody wants it.</summary>
    public void Forget(AccessToken token)
    {
        lock (_gate)
        {
            if (token.IsSame(_current?.Token))
                Volatile.Write(ref _current, null);
        }
    }

    /// <inheritdoc cref="RenewAsync(AccessToken, CancellationToken)"/>
    /// <param name="rejected">The token that was refused.</param>
    /// <param name="serverAhead">How far the clock of the server that refused it is before this one's; null where it does not tell.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<GrantOutcome> RenewAsync(AccessToken rejected, TimeSpan? serverAhead, CancellationToken cancel)
    {
        while (true)
        {
            var (flight, known) = Want(rejected, serverAhead);
            if (known is not null)
                return known;

            // A question that began before the refusal may bring the very token that was refused; the next one is told.
            var outcome = await flight!.WaitAsync(cancel);
            if (outcome.Token is null || !outcome.Token.IsSame(rejected))
                return outcome;
        }
    }

    private (Task<GrantOutcome>? Flight, GrantOutcome? Known) Want(AccessToken? rejected, TimeSpan? serverAhead)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            Volatile.Write(ref _lastWanted, now);
            var current = _current?.Token;
            var isRefused = rejected is not null && rejected.IsSame(current);
            if (current is not null && !isRefused && !current.HasEnded(clock, now))
            {
                if (_flight is null && WhyNot(now) is null && pace.IsNearEnd(current, now) && !HasNoneNewer(now))
                    Begin(rejected: null);
                return (null, _current);
            }

            if (_flight is null && isRefused && WhyNotAgain(current!, serverAhead, now) is { } reason)
                _refused ??= reason;
            if (_flight is null && WhyNot(now) is { } known)
                return (null, known);
            var flight = _flight ?? Begin(rejected);
            _waiters++;
            return (flight.Task, null);
        }
    }

    // Some servers give the same token until it ends: nobody asks ahead for each request.
    private bool HasNoneNewer(long now) => _sameSince is { } since && clock.GetElapsedTime(since, now) < TokenPace.BetweenLooksAhead;

    /// <summary>What was answered lately, as long as that keeps anybody from asking.</summary>
    private GrantOutcome? WhyNot(long now)
    {
        if (_refused is not { } refused)
            return null;
        var waited = clock.GetElapsedTime(refused.Since, now);
        if (waited >= refused.While)
        {
            _refused = null;
            return null;
        }

        var left = refused.While == TimeSpan.MaxValue ? (TimeSpan?)null : refused.While - waited;
        return GrantOutcome.Of(refused.Outcome.Failure! with { RetryAfter = left }, refused.Outcome.Retry);
    }

    private Refused? WhyNotAgain(AccessToken token, TimeSpan? serverAhead, long now)
    {
        // It was got because a server refused the one before, and the server refuses this one, too: it is not the tokens.
        if (token is { IsReplacement: true, IsProven: false })
        {
            var detail = $"A new token was refused like the one before.{ClockSkew.Words(token.GiverAhead, serverAhead)}";
            return new(GrantOutcome.Of(new Failure(FailureReason.CredentialsRejected, detail), RetryRule.Slowly), now, TokenPace.Slowly);
        }

        return _budget.WaitBeforeNext(now) is { } wait
            ? new(GrantOutcome.Of(new Failure(FailureReason.RenewedTooOften), RetryRule.BackOff), now, wait)
            : null;
    }

    // What flows with the first who asks, a trace or a culture, is nothing to all others who wait; and each of them goes on by itself, not one after the other.
    private TaskCompletionSource<GrantOutcome> Begin(AccessToken? rejected)
    {
        if (rejected is not null)
            _budget.Spend(clock.GetTimestamp());
        var flight = _flight = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (ExecutionContext.IsFlowSuppressed())
            _ = Task.Run(() => FlyAsync(flight, rejected));
        else
        {
            using (ExecutionContext.SuppressFlow())
                _ = Task.Run(() => FlyAsync(flight, rejected));
        }

        return flight;
    }

    private async Task FlyAsync(TaskCompletionSource<GrantOutcome> flight, AccessToken? rejected)
    {
        var asked = clock.GetTimestamp();
        var outcome = await AskAsync(rejected);
        int waiters;
        lock (_gate)
        {
            _flight = null;
            (waiters, _waiters) = (_waiters, 0);
            outcome = Land(outcome, asked, isReplacement: rejected is not null);
        }

        try
        {
            watch?.Landed(outcome, clock.GetElapsedTime(asked), waiters);
        }
        catch (Exception)
        {
            // A log that fails keeps nobody waiting.
        }

        flight.SetResult(outcome);
    }

    private GrantOutcome Land(GrantOutcome outcome, long asked, bool isReplacement)
    {
        Note(outcome);
        if (outcome.Token is not { } token)
            return outcome;
        token.AskedAt ??= asked;
        var former = _current?.Token;
        var isSame = token.IsSame(former);
        _sameSince = isSame ? asked : null;
        if (ReferenceEquals(token, former))
            return _current!;

        // Of the same token, what servers said of it stays, and how long it counts is new.
        token.IsReplacement = isSame ? former!.IsReplacement : isReplacement;
        if (isSame && former!.IsProven)
            token.Prove();
        Volatile.Write(ref _current, outcome);
        return outcome;
    }

    private void Note(GrantOutcome outcome)
    {
        if (outcome.Failure is null)
        {
            (_refused, _failures) = (null, 0);
            return;
        }

        var wait = TokenPace.AfterFailure(outcome, ++_failures);
        if (wait > TimeSpan.Zero)
            _refused = new(outcome, clock.GetTimestamp(), wait);
    }

    private async Task<GrantOutcome> AskAsync(AccessToken? rejected)
    {
        CancellationTokenSource? late = null;
        try
        {
            late = new(grant.Patience, clock);
            var question = grant.RequestAsync(request, rejected, late.Token);
            _ = question.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            var outcome = await question.WaitAsync(late.Token); // a grant that does not look at the time does not keep everybody
            return rejected is not null && rejected.IsSame(outcome.Token)
                ? GrantOutcome.Of(new Failure(FailureReason.CredentialsRejected, "There is no other token than the one that was refused."), RetryRule.Slowly)
                : outcome;
        }
        catch (Exception exception)
        {
            // Whatever a grant does to us ends here: those who wait get to know, and the next may ask again.
            var words = late is { IsCancellationRequested: true } ? "No token within the time that a question may take." : $"{exception.GetType().Name} while a token was asked for.";
            return GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable, words) { Cause = exception }, RetryRule.BackOff);
        }
        finally
        {
            late?.Dispose();
        }
    }

    private sealed record Refused(GrantOutcome Outcome, long Since, TimeSpan While);
}
