using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Discovery;

/// <summary>
/// Tokens of whom the resource names: a challenge leads to its metadata, these to the authorization server, and that gives the token. From then on it goes with
/// every request to the resource. What a challenge wants more of, is asked for once.
/// </summary>
internal sealed class DiscoveredTokens : OriginTokens
{
    private readonly DiscoveryOptions _options;
    private readonly KnownResources _resources;
    private readonly ServerTokens _tokens;

    public DiscoveredTokens(Origin origin, Func<AuthorizationServer, TokenGrant?> grantAt, DiscoveryOptions options, TimeProvider clock, ITokenWatch? watch)
        : base(watch)
    {
        var guard = new UrlGuard(origin, options.AllowPrivateAddresses);
        var channel = options.Channel ?? AddressGuard.ChannelFor(guard.AllowsPrivate, guard.AllowsLoopback);
        var fetch = new DocumentFetch(channel, clock);
        (_options, _tokens) = (options, new(grantAt, clock, watch));
        _resources = new(new(options, guard, new(guard, channel, fetch, options.Key, clock), fetch, clock), options, clock, (age, failure) => watch?.Outlived(origin, age, failure));
        AllowsCleartext = options.AllowCleartext || guard.AllowsLoopback;
    }

    /// <summary>Whether tokens may be sent over http.</summary>
    public bool AllowsCleartext { get; }

    public override Failure? WhyInVain(Challenge challenge) => challenge.Find("error") == "insufficient_scope" ? null : TokenErrors.WhyInVain(challenge, canStepUp: false);

    // RFC 6750 §3.1: what a token does not suffice for, is refused by 403.
    public override bool IsRefusal(HttpResponseMessage response) =>
        base.IsRefusal(response)
        || (response.StatusCode == HttpStatusCode.Forbidden && ChallengeField.Read(response.Headers, "WWW-Authenticate") is { } reading
            && reading.Challenges.Any(challenge => challenge.Find("error") == "insufficient_scope"));

    public override async ValueTask<OriginToken> GetAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (_resources.Covering(leg.Target) is not { } resource || resource.ScopeFor(leg.Partition) is not { } scope)
            return default;
        var (current, _) = await _resources.CurrentAsync(resource, leg.Target, cancel);
        return current is null || FlightOf(current.Facts, scope, leg) is not { } flight ? default : Of(flight, await flight.GetAsync(cancel));
    }

    public override AccessToken? Find(RequestLeg leg) =>
        _resources.Covering(leg.Target) is { } resource && resource.ScopeFor(leg.Partition) is { } scope ? FlightOf(resource.Facts, scope, leg)?.Current : null;

    protected override async ValueTask<OriginToken> FindNextAsync(Challenge challenge, RequestLeg leg, OriginToken rejected, TimeSpan? serverAhead, CancellationToken cancel)
    {
        var (resource, failure) = await FindAsync(challenge, leg, rejected.Token, cancel);
        if (resource is null)
            return OriginToken.None(failure!);
        if (challenge.Find("error") == "insufficient_scope")
            return await StepUpAsync(resource, challenge, leg, rejected, cancel);

        var former = resource.ScopeFor(leg.Partition);
        var wanted = challenge.Find("scope") ?? (former is null ? string.Join(' ', resource.Facts.Scopes) : "");
        if (ScopeList.Union(former ?? Added(resource.Facts), wanted) is not { } scope)
            return OriginToken.None(new(FailureReason.MalformedChallenge, "It wants more scopes than there can be, or what is none."));
        if (FlightOf(resource.Facts, scope, leg) is not { } flight)
            return OriginToken.None(new(FailureReason.AuthorizationServerNotAllowed, $"There is no grant for {resource.Facts.Server}."));
        var outcome = rejected.Token is { } token ? await flight.RenewAsync(token, serverAhead, cancel) : await flight.GetAsync(cancel);

        // A scope that nobody gives must not keep everybody out.
        if (outcome.Token is not null)
            resource.SetScope(leg.Partition, scope);
        return Of(flight, outcome);
    }

    public override void Prove(OriginToken taken, RequestLeg leg) => taken.Token!.Prove();

    public override Task SettleAsync() => _tokens.SettleAsync();

    private static OriginToken Of(TokenFlight flight, GrantOutcome outcome) => outcome.Token is { } token ? new(flight, token) : OriginToken.None(outcome.Failure!);

    // RFC 9728 §5.2: a challenge may mean that the metadata have changed. They are looked at again for each token that is refused, not for each request.
    private async Task<(KnownResource? Resource, Failure? Failure)> FindAsync(Challenge challenge, RequestLeg leg, AccessToken? rejected, CancellationToken cancel)
    {
        var place = challenge.Find("resource_metadata");
        var known = _resources.Covering(leg.Target);
        var isSame = known is not null && (place is null || place == known.Facts.Place);
        if (isSame)
        {
            (known, var why) = await _resources.CurrentAsync(known!, leg.Target, cancel);
            if (known is null)
                return (null, why);
        }

        place ??= known?.Facts.Place;
        var isKnown = isSame;
        var isStepUp = isSame && challenge.Find("error") == "insufficient_scope";
        if (known is not null && rejected is not null && !isStepUp && (isSame || _resources.IsFresh(known)))
            isKnown = !known.LooksAgainFor(rejected) && !_resources.IsLooking(leg.Target, place);
        if (isKnown)
            return (known, null);
        var (found, failure) = await _resources.LookAsync(leg.Target, place, cancel, isUnknown: known is null);

        // What is still believed is not forgotten because nobody answers just now.
        if (isSame && failure is { Reason: FailureReason.DiscoveryFailed })
            return (known, null);
        return found is not null && _resources.Covering(leg.Target) is null ? (null, new(FailureReason.ResourceMismatch, $"They are of {found.Facts.Resource}.")) : (found, failure);
    }

    // The token is good and does not suffice: all that was wanted so far together with what is wanted now, once (RFC 6750 §3.1).
    private async ValueTask<OriginToken> StepUpAsync(KnownResource resource, Challenge challenge, RequestLeg leg, OriginToken rejected, CancellationToken cancel)
    {
        var demand = TokenDemand.Of(challenge);
        var former = resource.ScopeFor(leg.Partition) ?? Added(resource.Facts);
        var scope = demand is null ? null : ScopeList.Union(former, demand.Scope);
        var flight = scope is null ? null : FlightOf(resource.Facts, scope, leg);
        if (flight is null || flight == rejected.Flight)
            return OriginToken.None(new(FailureReason.ScopeInsufficient, demand is null ? null : $"Needed: {demand}.") { Demand = demand });

        resource.SetScope(leg.Partition, scope!);
        var next = Of(flight, await flight.GetAsync(cancel));
        if (next.Failure is not { } why)
            return next with { IsStepUp = rejected.Token is not null };

        // What the smaller token is good for stays possible.
        resource.RestoreScope(leg.Partition, former, scope!);
        var detail = $"Needed: {demand}. {why.Reason.Row().Sentence} {why.Detail}";
        return OriginToken.None(new(FailureReason.ScopeInsufficient, detail) { Demand = demand, Cause = why.Cause, RetryAfter = why.RetryAfter });
    }

    private string Added(ResourceFacts facts) =>
        _options.OfflineAccess && facts.Server.Metadata.Scopes is { } known && known.Contains("offline_access") ? $"{_options.Scope} offline_access" : _options.Scope;

    private TokenFlight? FlightOf(ResourceFacts facts, string scope, RequestLeg leg) =>
        _tokens.At(facts.Server)?.For(new() { Scope = scope, Resource = new Uri(facts.Resource), Partition = leg.Partition });
}
