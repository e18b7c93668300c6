using System.Collections.Concurrent;
using System.Globalization;
using Countersign.Client.Failures;
using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tokens.Grants;

/// <summary>
/// A refresh token (RFC 6749 §6), which the server may replace with each use. Only one at a time uses it, over all processes that share its store; its successor
/// is kept before anybody uses what came with it; and what another process got is taken over.
/// </summary>
public sealed class RefreshTokenGrant : TokenGrant
{
    // Beyond what a flight waits: an answer that comes late still has the next refresh token in it.
    private static readonly TimeSpan LongestExchange = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly FamilyGates _gates = new();
    private readonly ConcurrentDictionary<string, string> _unanswered = new(StringComparer.Ordinal);
    private readonly SignInBudget _signIns = new();
    private readonly UnkeptFamilies _unkept;
    private readonly TokenEndpoint _endpoint;
    private readonly ITokenStore _store;
    private readonly string _name;
    private readonly TokenPace _pace;
    private volatile bool _isSeeded;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="endpoint">Where it is used.</param>
    /// <param name="store">Where it is kept.</param>
    /// <param name="name">Under which name; each partition has one of its own beneath it.</param>
    public RefreshTokenGrant(TokenEndpoint endpoint, ITokenStore store, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_endpoint, _store, _name, _pace, _unkept) = (endpoint, store, name, new(endpoint.Clock), new(store, _gates, endpoint.Clock));
    }

    /// <summary>The refresh token to begin with, where the store has none; of requests without a partition alone. Null for none.</summary>
    public Secret? InitialToken { get; init; }

    /// <summary>How a person signs in when there is no refresh token, or it counts no more; null where nobody is there to.</summary>
    public TokenGrant? SignIn { get; init; }

    /// <summary>Whether the resource of a request goes along (RFC 8707 §2.2); some servers refuse it. Default: yes.</summary>
    public bool SendsResource { get; init; } = true;

    /// <summary>Is told that the server does not know the client any more; null for nobody.</summary>
    internal Func<Task>? Disowned { get; init; }

    /// <inheritdoc/>
    protected internal override bool IsCostly => true;

    /// <inheritdoc/>
    protected internal override TimeSpan Patience => base.Patience + (SignIn?.Patience ?? TimeSpan.Zero);

    private TimeProvider Clock => _endpoint.Clock;

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = NameOf(request);

        // What is there waits for nobody, such as a person who signs in for something else.
        if (_unkept.Find(name) is null && (InitialToken is null || _isSeeded) && Known(await KeptFamily.ReadAsync(_store, name, _endpoint, cancel), request, rejected) is { } ready)
            return ready;
        using var turn = await _gates.EnterAsync(name, cancel);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var kept = await ReadAsync(name, request, cancel);
            if (Known(kept, request, rejected) is { } known)
                return known;
            if (WhyNoRefresh(kept, request) is { } why)
                return SignIn is null ? GrantOutcome.Of(why, RetryRule.BackOff) : await SignInAsync(name, kept, request, cancel);

            var lease = _unkept.TakeLease(name) ?? await _store.TryLeaseAsync(name, LeaseLength, cancel);
            if (lease is null)
            {
                await Task.Delay(BetweenLooks, Clock, cancel);
                continue;
            }

            try
            {
                // Who had the lease before may have left what is wanted.
                kept = await ReadAsync(name, request, cancel);
                if (Known(kept, request, rejected) is { } left)
                    return left;
                if (WhyNoRefresh(kept, request) is null && await RefreshAsync(name, kept.Family!, request, rejected) is { } outcome)
                    return outcome;
            }
            finally
            {
                await _unkept.ReturnAsync(name, lease);
            }
        }
    }

    /// <inheritdoc/>
    protected internal override Task SettleAsync() => Task.WhenAll(_unkept.SettleAsync(), SignIn?.SettleAsync() ?? Task.CompletedTask);

    /// <summary>Keeps what a person who signed in elsewhere got.</summary>
    internal async Task KeepAsync(AccessToken token, TokenRequest request, CancellationToken cancel)
    {
        var name = NameOf(request);
        await KeepAsync(name, await KeptFamily.ReadAsync(_store, name, _endpoint, cancel), token, request, cancel);
    }

    private static bool IsDemanding(TokenRequest request) => request.AcrValues.Length > 0 || request.MaxAge is not null;

    // What comes of a stronger or newer sign-in is a family of its own: no refresh token of another makes it.
    private string NameOf(TokenRequest request)
    {
        var name = IsDemanding(request) ? string.Create(CultureInfo.InvariantCulture, $"{_name}\nacr_values={request.AcrValues} max_age={request.MaxAge?.TotalSeconds}") : _name;
        return request.Partition is null ? name : $"{name}\n{request.Partition}";
    }

    // A refreshed token is as old as the sign-in that it comes of (RFC 9470 §5).
    private static Failure? WhyNoRefresh(in KeptFamily kept, TokenRequest request) =>
        kept.WhyNoRefresh ?? (request.MaxAge is not null ? new(FailureReason.SignInNeeded, "The sign-in is too long ago.") : null);

    /// <summary>What is kept; the token of the configuration is kept first where it is not yet.</summary>
    private async Task<KeptFamily> ReadAsync(string name, TokenRequest request, CancellationToken cancel)
    {
        // A store that failed when it mattered gets its family as soon as it is well; until then the family is here alone.
        if (_unkept.Find(name) is { } unkept && await _unkept.TryKeepAsync(name, unkept) is null)
            return new(unkept, unkept.Version, unkept.Seed, null);
        while (true)
        {
            var kept = await KeptFamily.ReadAsync(_store, name, _endpoint, cancel);
            if (InitialToken is not { } initial || request.Partition is not null || IsDemanding(request) || _isSeeded)
                return kept;
            var seed = new AccessToken(initial).Mark;
            if (kept.Seed == seed || kept is { Fault: not null, Seed: null })
            {
                _isSeeded = true;
                return kept;
            }

            await _store.TryReplaceAsync(name, kept.Version, new(_endpoint.Url, _endpoint.ClientId) { RefreshToken = initial, Seed = seed }, cancel);
        }
    }

    /// <summary>What is kept for the request and counts; null when the refresh token has to be used, or a person to sign in.</summary>
    private GrantOutcome? Known(in KeptFamily kept, TokenRequest request, AccessToken? rejected)
    {
        if (Counting(kept.Family, request, rejected) is not { } token)
            return null;
        if (!_pace.IsNearEndForSome(token, Clock.GetTimestamp()))
            return GrantOutcome.Of(token);
        return WhyNoRefresh(kept, request) is { } why && SignIn is null ? GrantOutcome.Of(token, why, RetryRule.BackOff) : null;
    }

    private AccessToken? Counting(TokenFamily? family, TokenRequest request, AccessToken? rejected) =>
        family?.Find(request) is { } found && found.KeyThumbprint == _endpoint.Key?.Thumbprint && !(Clock.GetUtcNow() - found.GivenAt >= request.MaxAge)
        && found.ToToken(Clock) is var token && !token.IsSame(rejected) && !token.HasEnded(Clock, Clock.GetTimestamp()) ? token : null;

    /// <summary>Uses the refresh token, whoever stops waiting for it meanwhile; null when there is something newer to look at.</summary>
    private async Task<GrantOutcome?> RefreshAsync(string name, TokenFamily family, TokenRequest request, AccessToken? rejected)
    {
        if (_unkept.Find(name) is null)
        {
            var (proven, notKept) = await ProveAsync(name, family);
            if (notKept is not null)
                return Counting(family, request, rejected) is { } still ? GrantOutcome.Of(still, notKept, RetryRule.BackOff) : GrantOutcome.Of(notKept, RetryRule.BackOff);
            if (proven is null)
                return null;
            family = proven;
        }

        using var late = new CancellationTokenSource(LongestExchange, Clock);
        var sent = family.RefreshToken!;
        var wanted = SendsResource ? request : request with { Resource = null };
        var answer = await _endpoint.AskAsync([new("grant_type", "refresh_token"), new("refresh_token", sent.Reveal()), .. TokenForm.For(wanted, "", [])], late.Token);
        if (answer.Token is { } token)
        {
            _unanswered.TryRemove(name, out _);
            var next = family.With(FamilyToken.Of(token, request, _endpoint)) with { RefreshToken = token.RefreshToken ?? sent };
            return await _unkept.TryKeepAsync(name, next, sent) switch
            {
                false => null,
                true => answer.Outcome,
                null => GrantOutcome.Of(token, new(FailureReason.TokensNotKept, "The next refresh token is known to this program alone."), RetryRule.AtOnce),
            };
        }

        // An answer whose token is of no use has used it up as well.
        if (answer is { Error: null, Said.RefreshToken: { } successor })
            await _unkept.TryKeepAsync(name, family with { RefreshToken = successor }, sent);
        else if (answer.Said is null)
            _unanswered[name] = new AccessToken(sent).Mark;
        var failure = answer.Failure!;
        if (answer.Error == "invalid_grant")
        {
            if (!await DropAsync(name, sent) || SignIn is not null)
                return null;
            var wasLost = _unanswered.TryRemove(name, out var mark) && mark == new AccessToken(sent).Mark;
            failure = failure with { Reason = FailureReason.SignInNeeded, Detail = $"{failure.Detail}{(wasLost ? " The answer to its use before was lost; it may have been used up then." : "")}" };
        }
        else if (answer.Error == "invalid_client" && Disowned is not null)
        {
            await Disowned();
        }
        else if (wanted.Resource is not null && answer.Error is "invalid_target" or "invalid_request")
        {
            failure = failure with { Detail = $"{failure.Detail} Where the server takes no resource with a refresh token, set SendsResource to false." };
        }

        var retry = answer.Retry == RetryRule.Never ? RetryRule.BackOff : answer.Retry; // the store is looked at again, not the server asked
        return Counting(family, request, rejected) is { } current ? GrantOutcome.Of(current, failure, retry) : GrantOutcome.Of(failure, retry);
    }

    // What is there is written as it is: a store that can't be written must show it before the refresh token is used up.
    private async Task<(TokenFamily? Family, Failure? Failure)> ProveAsync(string name, TokenFamily family)
    {
        try
        {
            if (!await _store.TryReplaceAsync(name, family.Version, family, CancellationToken.None))
                return default;
            var kept = (await KeptFamily.ReadAsync(_store, name, _endpoint, CancellationToken.None)).Family;
            return (kept?.RefreshToken?.Reveal() == family.RefreshToken!.Reveal() ? kept : null, null);
        }
        catch (Exception exception)
        {
            return (null, new(FailureReason.TokensNotKept, $"The store failed ({exception.GetType().Name}).") { Cause = exception });
        }
    }

    // Only what the server has refused; somebody may have signed in anew meanwhile.
    private async Task<bool> DropAsync(string name, Secret refused)
    {
        if (_unkept.Find(name) is { RefreshToken: { } known } unkept && known.Reveal() == refused.Reveal())
        {
            await _unkept.TryKeepAsync(name, unkept with { RefreshToken = null });
            return true;
        }

        var kept = await KeptFamily.ReadAsync(_store, name, _endpoint, CancellationToken.None);
        return kept.Family is { RefreshToken: { } token } family && token.Reveal() == refused.Reveal()
            && await _store.TryReplaceAsync(name, family.Version, family with { RefreshToken = null }, CancellationToken.None);
    }

    private async Task KeepAsync(string name, KeptFamily kept, AccessToken token, TokenRequest request, CancellationToken cancel)
    {
        var family = new TokenFamily(_endpoint.Url, _endpoint.ClientId) { RefreshToken = token.RefreshToken, Seed = kept.Seed, Tokens = [FamilyToken.Of(token, request, _endpoint)] };
        while (await _unkept.TryKeepAsync(name, family with { Version = kept.Version }) is false)
            kept = await KeptFamily.ReadAsync(_store, name, _endpoint, cancel); // the newest sign-in counts
    }

    private async Task<GrantOutcome> SignInAsync(string name, KeptFamily kept, TokenRequest request, CancellationToken cancel)
    {
        // Of a grant without a person in it nobody grows tired.
        if (SignIn!.Patience > TokenPace.LongestQuestion && _signIns.WhyNot(request, Clock) is { } tooOften)
            return tooOften;
        var outcome = await SignIn.RequestAsync(request, null, cancel);
        if (outcome.Token is { } token)
            await KeepAsync(name, kept, token, request, cancel);
        return outcome;
    }
}
