using System.Collections.Concurrent;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Tokens;

/// <summary>The tokens of a grant that the caller names, and of another where the server demands a stronger sign-in.</summary>
/// <param name="options">What they are wanted for.</param>
/// <param name="flights">Where they come from.</param>
/// <param name="stronger">Where those of a stronger sign-in come from; null for nowhere.</param>
/// <param name="watch">Is told which token a refused request goes on with; null for nobody.</param>
internal sealed class GrantTokens(TokenClientOptions options, TokenFlights flights, TokenFlights? stronger, ITokenWatch? watch) : OriginTokens(watch)
{
    private const int MaxStronger = 10_000;

    private readonly TokenRequest _wanted = new() { Scope = options.Scope, Resource = options.Resource };

    // Who has signed in more strongly need not be sent away twice.
    private readonly ConcurrentDictionary<TokenRequest, TokenFlight> _takenStronger = new();

    public override Failure? WhyInVain(Challenge challenge) => TokenErrors.WhyInVain(challenge, stronger is not null);

    public override ValueTask<OriginToken> GetAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (stronger is not null && _takenStronger.TryGetValue(RequestOf(leg), out var flight) && flight.Current is { } token)
            return new(new OriginToken(flight, token));
        return GetAsync(FlightOf(leg), cancel);
    }

    public override AccessToken? Find(RequestLeg leg) => FlightOf(leg).Current;

    protected override ValueTask<OriginToken> FindNextAsync(Challenge challenge, RequestLeg leg, OriginToken rejected, TimeSpan? serverAhead, CancellationToken cancel)
    {
        if (stronger is not null && TokenErrors.IsStepUp(challenge))
            return StepUpAsync(stronger, TokenDemand.Of(challenge), leg, rejected, serverAhead, cancel);

        var flight = FlightOf(leg);
        if (rejected is not { Flight: { } from, Token: { } token })
            return GetAsync(flight, cancel);
        if (from == flight)
            return RenewAsync(flight, token, serverAhead, cancel);

        // No person signs in anew only because a token was taken back: perhaps the ordinary one does.
        from.Forget(token);
        return GetAsync(flight, cancel);
    }

    public override Task SettleAsync() => Task.WhenAll(flights.SettleAsync(), stronger?.SettleAsync() ?? Task.CompletedTask);

    public override void Prove(OriginToken taken, RequestLeg leg)
    {
        taken.Token!.Prove();
        if (stronger is null || taken.Flight == FlightOf(leg))
            return;
        if (_takenStronger.Count >= MaxStronger)
            _takenStronger.Clear();
        _takenStronger[RequestOf(leg)] = taken.Flight!;
    }

    private static async ValueTask<OriginToken> GetAsync(TokenFlight flight, CancellationToken cancel) => Of(flight, await flight.GetAsync(cancel));

    private static async ValueTask<OriginToken> RenewAsync(TokenFlight flight, AccessToken rejected, TimeSpan? serverAhead, CancellationToken cancel) =>
        Of(flight, await flight.RenewAsync(rejected, serverAhead, cancel));

    private static OriginToken Of(TokenFlight flight, GrantOutcome outcome) => outcome.Token is { } token ? new(flight, token) : OriginToken.None(outcome.Failure!);

    private async ValueTask<OriginToken> StepUpAsync(
        TokenFlights people, TokenDemand? demand, RequestLeg leg, OriginToken rejected, TimeSpan? serverAhead, CancellationToken cancel)
    {
        var flight = people.For(RequestOf(leg) with { Scope = $"{options.Scope} {demand?.Scope}", AcrValues = demand?.AcrValues ?? "", MaxAge = demand?.MaxAge });
        var refused = rejected.Flight == flight ? rejected.Token : null;

        // Nobody is asked ahead of need.
        if (flight.Current is { } current && !current.IsSame(refused))
            return new(flight, current);
        var next = refused is null ? await GetAsync(flight, cancel) : await RenewAsync(flight, refused, serverAhead, cancel);
        return next.Failure is { } failure ? OriginToken.None(failure with { Demand = demand }) : next;
    }

    private TokenFlight FlightOf(RequestLeg leg) => flights.For(RequestOf(leg));

    private TokenRequest RequestOf(RequestLeg leg) => leg.Partition is { } partition ? _wanted with { Partition = partition } : _wanted;
}
