using System.Collections.Concurrent;

namespace Countersign.Client.Tokens;

/// <summary>The tokens of one grant, for all kinds of requests and all people.</summary>
/// <param name="grant">Where they come from.</param>
/// <param name="clock">The clock.</param>
/// <param name="watch">Is told of questions.</param>
internal sealed class TokenFlights(TokenGrant grant, TimeProvider clock, ITokenWatch? watch = null)
{
    private const int MaxFlights = 10_000;

    private readonly ConcurrentDictionary<TokenRequest, TokenFlight> _flights = new();
    private readonly TokenPace _pace = new(clock);

    public TokenFlight For(TokenRequest request)
    {
        if (_flights.TryGetValue(request, out var flight))
            return flight;
        if (_flights.Count >= MaxFlights)
            MakeRoom();
        return _flights.GetOrAdd(request, static (wanted, owner) => new(wanted, owner.Grant, owner.Pace, owner.Clock, owner.Watch), (Grant: grant, Pace: _pace, Clock: clock, Watch: watch));
    }

    // A tenth at once, those longest not wanted; nobody's question is dropped.
    private void MakeRoom()
    {
        foreach (var (request, _) in _flights.Where(each => !each.Value.IsBusy).OrderBy(each => each.Value.LastWanted).Take(MaxFlights / 10).ToList())
            _flights.TryRemove(request, out _);
    }
}
