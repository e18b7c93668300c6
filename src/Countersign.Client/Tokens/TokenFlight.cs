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
internal sealed class TokenFlight(TokenRequest request, TokenGrant grant, TokenPace pace, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private AccessToken? _current;
    private Task<GrantOutcome>? _flight;
    private Refused? _refused;
    private int _failures;

    /// <summary>When it was last wanted, by the monotonic clock.</summary>
    public long LastWanted { get; private set; }

    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _flight is not null;
        }
    }

    /// <summary>A token that counts: the one at hand, and the next when that has ended. Shortly before it ends the next is asked for, and nobody waits.</summary>
    public ValueTask<GrantOutcome> GetAsync(CancellationToken cancel) => new(Want(rejected: null, cancel));

    /// <summary>Another token than the one that a server refused: the newer one where there is one, else the next.</summary>
    public ValueTask<GrantOutcome> RenewAsync(AccessToken rejected, CancellationToken cancel) => new(Want(rejected, cancel));

    private Task<GrantOutcome> Want(AccessToken? rejected, CancellationToken cancel)
    {
        lock (_gate)
        {
            LastWanted = clock.GetTimestamp();
            if (_current is { } current && current != rejected && !HasEnded(current))
            {
                if (_flight is null && _refused is null && pace.IsNearEnd(current, LastWanted))
                    _flight = Begin(rejected: null);
                return Task.FromResult(GrantOutcome.Of(current));
            }

            // The token was got because a server refused the one before, and the server refuses this one, too: it is not the tokens.
            if (rejected is { IsReplacement: true, IsProven: false } && rejected == _current)
                _refused ??= new(GrantOutcome.Of(new Failure(FailureReason.CredentialsRejected, "A new token was refused like the one before."), RetryRule.Slowly), LastWanted, TokenPace.Slowly);
            if (_flight is null && _refused is { } refused)
            {
                if (clock.GetElapsedTime(refused.Since, LastWanted) < refused.While)
                    return Task.FromResult(refused.Outcome);
                _refused = null;
            }

            return (_flight ??= Begin(rejected)).WaitAsync(cancel);
        }
    }

    private bool HasEnded(AccessToken token) => token.Lifetime is { } lifetime && clock.GetElapsedTime(token.AskedAt, LastWanted) >= lifetime;

    // What flows with the first who asks, a trace or a culture, is nothing to all others who wait.
    private Task<GrantOutcome> Begin(AccessToken? rejected)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(() => FlyAsync(rejected));
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => FlyAsync(rejected));
    }

    private async Task<GrantOutcome> FlyAsync(AccessToken? rejected)
    {
        var outcome = await AskAsync(rejected);
        lock (_gate)
        {
            _flight = null;
            if (outcome.Token is { } token)
            {
                (_current, _refused, _failures) = (token, null, 0);
                return outcome;
            }

            _failures++;
            var wait = pace.AfterFailure(outcome, _failures);
            if (wait > TimeSpan.Zero)
                _refused = new(outcome, clock.GetTimestamp(), wait);
            return outcome;
        }
    }

    private async Task<GrantOutcome> AskAsync(AccessToken? rejected)
    {
        using var late = new CancellationTokenSource(grant.LongestQuestion, clock);
        try
        {
            return await grant.RequestAsync(request, rejected, late.Token);
        }
        catch (Exception exception)
        {
            // Whatever a grant does to us ends here: those who wait get to know, and the next may ask again.
            return GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable, $"{exception.GetType().Name} while a token was asked for.") { Cause = exception }, RetryRule.BackOff);
        }
    }

    private sealed record Refused(GrantOutcome Outcome, long Since, TimeSpan While);
}
