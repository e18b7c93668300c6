using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Discovery;

/// <summary>
/// Access tokens of whom the resource names: a challenge leads to its metadata, these to the authorization server, and that gives the token. From then on it goes with
/// every request to the resource. What a challenge wants more of, is asked for once.
/// </summary>
internal sealed class DiscoveredBearerScheme : ClientScheme
{
    private readonly Origin _origin;
    private readonly DiscoveryOptions _options;
    private readonly KnownResources _resources;
    private readonly ServerTokens _tokens;
    private readonly TimeProvider _clock;

    public DiscoveredBearerScheme(Origin origin, Func<AuthorizationServer, TokenGrant?> grantAt, DiscoveryOptions options, TimeProvider clock)
    {
        var guard = new UrlGuard(origin, options.AllowPrivateAddresses);
        var channel = options.Channel ?? AddressGuard.ChannelFor(guard.AllowsPrivate, guard.AllowsLoopback);
        var fetch = new DocumentFetch(channel, clock);
        (_origin, _options, _tokens, _clock) = (origin, options, new(grantAt, clock), clock);
        _resources = new(new(options, guard, new(guard, channel, fetch, clock), fetch, clock), options, clock);
        IsAllowed = origin.IsTls || options.AllowCleartext || guard.AllowsLoopback;
    }

    public override string Name => "Bearer";

    private bool IsAllowed { get; }

    public override Fitness Judge(Challenge challenge, RequestLeg leg)
    {
        if (!IsAllowed)
            return Fitness.None(FailureReason.InsecureTransport, $"a token for {_origin}");
        return challenge.Find("error") switch
        {
            "insufficient_user_authentication" => Fitness.None(FailureReason.StrongerSignInNeeded),
            "invalid_request" => Fitness.None(FailureReason.CredentialsRejected, "The server can't read the request (invalid_request)."),
            _ => Fitness.Of(50),
        };
    }

    // RFC 6750 §3.1: what a token does not suffice for, is refused by 403.
    public override bool IsRefusal(SentCredentials sent, HttpResponseMessage response) =>
        base.IsRefusal(sent, response)
        || (response.StatusCode == HttpStatusCode.Forbidden && ChallengeField.Read(response.Headers, "WWW-Authenticate") is { } reading
            && reading.Challenges.Any(challenge => challenge.Find("error") == "insufficient_scope"));

    public override async ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (!IsAllowed || _resources.Covering(leg.Target) is not { } resource || resource.ScopeFor(leg.Partition) is not { } scope)
            return null;
        var current = _resources.IsFresh(resource) ? resource : (await _resources.LookAsync(leg.Target, resource.Facts.Place, cancel)).Resource;
        if (current is null || FlightOf(current.Facts, scope, leg) is not { } flight)
            return null;
        return (await flight.GetAsync(cancel)).Token is { } token ? new Sent(this, token, scope) : null;
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var sent = rejected as Sent;
        var (resource, failure) = await FindAsync(challenge, leg, sent, cancel);
        if (resource is null)
            return Answer.Fail(failure!);
        if (challenge.Find("error") == "insufficient_scope")
            return await StepUpAsync(resource, challenge, leg, sent, cancel);

        var wanted = challenge.Find("scope") ?? (resource.ScopeFor(leg.Partition) is null ? string.Join(' ', resource.Facts.Scopes) : "");
        if (ScopeList.Union(resource.ScopeFor(leg.Partition) ?? Added(resource.Facts), wanted) is not { } scope)
            return Answer.Fail(FailureReason.MalformedChallenge, "It wants more scopes than there can be.");
        if (FlightOf(resource.Facts, scope, leg) is not { } flight)
            return Answer.Fail(FailureReason.AuthorizationServerNotAllowed, $"There is no grant for {resource.Facts.Server}.");
        var outcome = sent is null ? await flight.GetAsync(cancel) : await flight.RenewAsync(sent.Token, sent.ServerAhead, cancel);
        resource.SetScope(leg.Partition, scope);
        return outcome.Token is { } token ? Answer.Send(new Sent(this, token, scope)) : Answer.Fail(outcome.Failure!);
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
            ((Sent)sent).Token.Prove();
        else
            ((Sent)sent).ServerAhead = ClockSkew.Ahead(response.Headers.Date, _clock);
        return null;
    }

    internal override Task SettleAsync() => _tokens.SettleAsync();

    // RFC 9728 §5.2: a challenge may mean that the metadata have changed. They are looked at again for each token that is refused, not for each request.
    private async Task<(KnownResource? Resource, Failure? Failure)> FindAsync(Challenge challenge, RequestLeg leg, Sent? rejected, CancellationToken cancel)
    {
        var place = challenge.Find("resource_metadata");
        var known = _resources.Covering(leg.Target);
        var isKnown = known is not null && _resources.IsFresh(known) && (place is null || place == known.Facts.Place);
        place ??= known?.Facts.Place;
        if (isKnown && challenge.Find("error") != "insufficient_scope" && rejected is not null)
            isKnown = !known!.LooksAgainFor(rejected.Token) && !_resources.IsLooking(leg.Target, place);
        if (isKnown)
            return (known, null);
        var (found, failure) = await _resources.LookAsync(leg.Target, place, cancel);
        if (found is not null && _resources.Covering(leg.Target) is null)
            return (null, new(FailureReason.ResourceMismatch, $"They are of {found.Facts.Resource}."));
        return (found, failure);
    }

    // The token is good and does not suffice: all that was wanted so far together with what is wanted now, once (RFC 6750 §3.1).
    private async ValueTask<Answer> StepUpAsync(KnownResource resource, Challenge challenge, RequestLeg leg, Sent? sent, CancellationToken cancel)
    {
        var needed = challenge.Find("scope");
        var former = resource.ScopeFor(leg.Partition) ?? Added(resource.Facts);
        var scope = ScopeList.Union(former, needed ?? "");
        if (sent is null || needed is null || scope is null || scope == sent.Scope || FlightOf(resource.Facts, scope, leg) is not { } flight)
            return Answer.Fail(FailureReason.ScopeInsufficient, needed is null ? null : $"Needed: {needed}.");

        resource.SetScope(leg.Partition, scope);
        var outcome = await flight.GetAsync(cancel);
        if (outcome.Token is { } token)
            return Answer.StepUp(new Sent(this, token, scope));

        // What the smaller token is good for stays possible.
        resource.RestoreScope(leg.Partition, former, scope);
        var why = outcome.Failure!;
        return Answer.Fail(new Failure(FailureReason.ScopeInsufficient, $"Needed: {needed}. {why.Reason.Row().Sentence} {why.Detail}") { Cause = why.Cause, RetryAfter = why.RetryAfter });
    }

    private string Added(ResourceFacts facts) =>
        _options.OfflineAccess && facts.Server.Metadata.Scopes is { } known && known.Contains("offline_access") ? $"{_options.Scope} offline_access" : _options.Scope;

    private TokenFlight? FlightOf(ResourceFacts facts, string scope, RequestLeg leg) =>
        _tokens.At(facts.Server)?.For(new() { Scope = scope, Resource = new Uri(facts.Resource), Partition = leg.Partition });

    private sealed class Sent(DiscoveredBearerScheme scheme, AccessToken token, string scope) : SentCredentials(scheme, ("Authorization", $"Bearer {token.Value.Reveal()}"))
    {
        public AccessToken Token => token;

        /// <summary>How far the clock of the server that refused it is before this one's.</summary>
        public TimeSpan? ServerAhead { get; set; }

        /// <summary>The scopes that it was asked for with.</summary>
        public string Scope => scope;
    }
}
