using System.Collections.Concurrent;

namespace Countersign.Client.Tokens;

/// <summary>The tokens of one grant, for all kinds of requests and all people.</summary>
/// <param name="grant">Where they come from.</param>
/// <param name="clock">The clock.</param>
/// <param name="watch">Is told of the questions.</param>
internal sealed class TokenFlights(TokenGrant grant, TimeProvider clock, ITokenWatch? watch = null)
{
    /// <summary>How many kinds of requests are known at most.</summary>
    public const int MaxFlights = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TokenRequest, TokenFlight> _flights = new();
    private readonly TokenPace _pace = new(clock);
    private readonly Lock _room = new();

    public int Count => _flights.Count;

    public TokenFlight For(TokenRequest request)
    {
        var key = grant.KeyOf(request);
        if (_flights.TryGetValue(key, out var flight))
            return flight;
        if (_flights.Count >= MaxFlights)
            MakeRoom();
        return _flights.GetOrAdd(key, static (wanted, owner) => new(wanted, owner.Grant, owner.Pace, owner.Clock, owner.Watch), (Grant: grant, Pace: _pace, Clock: clock, Watch: watch));
    }

    /// <summary>Waits for the questions on their way that must not be lost, for a while. Never fails.</summary>
    public Task SettleAsync()
    {
        if (!grant.IsCostly)
            return Task.CompletedTask;
        return Task.WhenAny(SettleAllAsync(), Task.Delay(LongestWait, clock));

        async Task SettleAllAsync()
        {
            await Task.WhenAll(_flights.Values.Select(flight => flight.Question).OfType<Task>().ToList());
            await grant.SettleAsync();
        }
    }

    // A tenth at once, those longest not wanted; nobody's question is dropped.
    private void MakeRoom()
    {
        lock (_room)
        {
            if (_flights.Count < MaxFlights)
                return;
            foreach (var (request, _) in _flights.Where(each => !each.Value.IsBusy).OrderBy(each => each.Value.LastWanted).Take(MaxFlights / 10).ToList())
                _flights.TryRemove(request, out _);
        }
    }
}
