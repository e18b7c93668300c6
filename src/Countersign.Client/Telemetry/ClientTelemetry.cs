using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Client.Telemetry;

/// <summary>
/// What operators see of a client: counters, spans and a log. It is always there; a request that gets in by its first message, with nobody listening,
/// costs it a few comparisons. Only origins that there are credentials for are counted, so that addresses in redirects make no series.
/// </summary>
internal sealed class ClientTelemetry : ExchangeObserver, ITokenWatch
{
    /// <summary>The name of the meter, of the activity source, and of the log's category.</summary>
    public const string Name = "Countersign.Client";

    private readonly FrozenDictionary<Origin, OriginTags> _origins;
    private readonly string _client;
    private readonly ILogger _log;

    /// <param name="client">The name that the client was registered by.</param>
    /// <param name="origins">The origins that there are credentials for.</param>
    /// <param name="loggers">Makes the log; null for none.</param>
    public ClientTelemetry(string client, IEnumerable<Origin> origins, ILoggerFactory? loggers)
    {
        _client = client;
        _origins = origins.Distinct().ToFrozenDictionary(origin => origin, origin => new OriginTags(origin));
        _log = loggers?.CreateLogger(Name) ?? NullLogger.Instance;
    }

    /// <summary>The span of a request that does not get in by its first message; null where nobody wants it.</summary>
    public ReauthenticationSpan? Begin(RequestLeg leg) => ReauthenticationSpan.Begin(leg, _client);

    public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response)
    {
        ReauthenticationSpan.Current?.Answered(response.StatusCode);
        if (!ClientMeters.CountsAttempts || !_origins.TryGetValue(leg.Origin, out var origin))
            return;
        var outcome = response.StatusCode != HttpStatusCode.Unauthorized ? "admitted" : sent is null ? "challenged" : "refused";
        ClientMeters.Attempt(origin, sent?.Scheme.Name, outcome);
    }

    public override void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements) => ReauthenticationSpan.Current?.Judged(judgements);

    public override void Replaying(RequestLeg leg, ClientScheme scheme, bool isFreshNonce)
    {
        ReauthenticationSpan.Current?.Replaying(scheme, isFreshNonce);
        if (_origins.TryGetValue(leg.Origin, out var origin))
            ClientMeters.Replay(origin, scheme.Name, isFreshNonce);
        if (!_log.IsEnabled(LogLevel.Debug))
            return;
        if (isFreshNonce)
            _log.SentOverFreshNonce(leg.Origin, _client, scheme.Name);
        else
            _log.SentAgain(leg.Origin, _client, scheme.Name);
    }

    public override void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure)
    {
        if (_origins.TryGetValue(leg.Origin, out var origin))
            ClientMeters.Failure(origin, scheme?.Name, failure.Reason);
    }

    /// <summary>Tells of a request that did not get in, once all is known that the server says of it.</summary>
    public void Refused(RequestLeg leg, ClientScheme? scheme, Failure failure, HttpStatusCode status, string? reference)
    {
        var readable = PeerReference.Of(reference);
        ReauthenticationSpan.Current?.Failed(scheme, failure, readable);
        _log.Refused(leg.Origin, failure.Reason.Row().Slug, _client, scheme?.Name, (int)status, readable);
    }

    void ITokenWatch.Landed(GrantOutcome outcome, TimeSpan took, int waiters)
    {
        ClientMeters.Token(_client, outcome.Failure?.Reason, took, waiters);
        if (outcome is { Failure.Reason: FailureReason.TokensNotKept, Token: not null, Retry: RetryRule.AtOnce })
            _log.TokensNotKept(_client);
        else if (outcome.Failure is { } failure)
            _log.NoToken(failure.Reason.Row().Slug, _client, outcome.Retry, waiters);
        else if (_log.IsEnabled(LogLevel.Debug))
            _log.GotToken(outcome.Token!.Mark, _client, waiters);
    }

    void ITokenWatch.Outlived(Origin origin, TimeSpan age, Failure failure) => _log.Outlived(origin, (int)age.TotalMinutes, failure.Reason.Row().Slug, _client);

    void ITokenWatch.Taken(OriginToken next) => ReauthenticationSpan.Current?.Taken(next);
}
