using System.Collections.Concurrent;
using Countersign.Client.Exchanges;
using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Tokens;

/// <summary>
/// The tokens for requests to one origin, whatever field they go into: which goes with a request, and which comes next when the server refuses it or demands a
/// stronger sign-in.
/// </summary>
/// <param name="options">Where they come from.</param>
/// <param name="clock">The clock.</param>
internal sealed class OriginTokens(TokenClientOptions options, TimeProvider clock)
{
    private const int MaxStronger = 10_000;

    private readonly TokenFlights _flights = new(options.Grant, clock);
    private readonly TokenFlights? _stronger = options.StepUp is { } grant ? new(grant, clock) : null;

    // Who has signed in more strongly need not be sent away twice.
    private readonly ConcurrentDictionary<string, TokenFlight> _takenStronger = new(StringComparer.Ordinal);

    /// <summary>The token to send unasked.</summary>
    public ValueTask<OriginToken> GetAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (_stronger is not null && _takenStronger.TryGetValue(leg.Partition ?? "", out var stronger) && stronger.Current is { } token)
            return new(new OriginToken(stronger, token));
        return AskAsync(FlightOf(leg), rejected: null, cancel);
    }

    /// <summary>The token at hand, without a question; null for none.</summary>
    public AccessToken? Find(RequestLeg leg) => FlightOf(leg).Current;

    /// <summary>The token to answer a challenge with.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="leg">The request.</param>
    /// <param name="rejected">The token that it refuses; null where none was sent.</param>
    /// <param name="cancel">Ends the wait.</param>
    public ValueTask<OriginToken> NextAsync(Challenge challenge, RequestLeg leg, OriginToken? rejected, CancellationToken cancel)
    {
        if (_stronger is not null && TokenErrors.IsStepUp(challenge))
            return StepUpAsync(_stronger, TokenDemand.Of(challenge), leg, rejected, cancel);

        // No person signs in anew only because a token was taken back: perhaps the ordinary one does.
        if (rejected is { Flight: { } flight, Token: { } token } && flight != FlightOf(leg))
        {
            flight.Forget(token);
            rejected = null;
        }

        return AskAsync(FlightOf(leg), rejected?.Token, cancel);
    }

    /// <summary>Says that a server took a token.</summary>
    public void Prove(OriginToken taken, RequestLeg leg)
    {
        taken.Token!.Prove();
        if (_stronger is null || taken.Flight == FlightOf(leg))
            return;
        if (_takenStronger.Count >= MaxStronger)
            _takenStronger.Clear();
        _takenStronger[leg.Partition ?? ""] = taken.Flight!;
    }

    private static async ValueTask<OriginToken> AskAsync(TokenFlight flight, AccessToken? rejected, CancellationToken cancel)
    {
        var outcome = rejected is null ? await flight.GetAsync(cancel) : await flight.RenewAsync(rejected, cancel);
        return outcome.Token is { } token ? new(flight, token) : new(outcome.Failure!);
    }

    private async ValueTask<OriginToken> StepUpAsync(TokenFlights stronger, TokenDemand? demand, RequestLeg leg, OriginToken? rejected, CancellationToken cancel)
    {
        var flight = stronger.For(RequestOf(leg) with { Scope = $"{options.Scope} {demand?.Scope}", AcrValues = demand?.AcrValues ?? "", MaxAge = demand?.MaxAge });
        var refused = rejected?.Flight == flight ? rejected.Token : null;

        // Nobody is asked ahead of need.
        if (flight.Current is { } current && current != refused)
            return new(flight, current);
        var next = await AskAsync(flight, refused, cancel);
        return next.Failure is { } failure ? new(failure with { Demand = demand }) : next;
    }

    private TokenFlight FlightOf(RequestLeg leg) => _flights.For(RequestOf(leg));

    private TokenRequest RequestOf(RequestLeg leg) => new() { Scope = options.Scope, Resource = options.Resource, Partition = leg.Partition };
}
