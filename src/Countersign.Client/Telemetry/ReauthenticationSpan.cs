using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;

namespace Countersign.Client.Telemetry;

/// <summary>
/// The span of a request from its first refusal on. The framework makes a span for each message; this one is around the further ones and says why they
/// were needed. A request that gets in by its first message has none.
/// </summary>
internal sealed class ReauthenticationSpan : IDisposable
{
    private const string OperationName = "Countersign.Client.Reauthenticate";
    private static readonly ActivitySource Activities = new(ClientTelemetry.Name);
    private static readonly AsyncLocal<ReauthenticationSpan?> Ambient = new();

    private readonly Activity _activity;

    private ReauthenticationSpan(Activity activity) => _activity = activity;

    /// <summary>That of the request that is under way here; null for none.</summary>
    public static ReauthenticationSpan? Current => Activities.HasListeners() ? Ambient.Value : null;

    public static ReauthenticationSpan? Begin(RequestLeg leg, string client)
    {
        if (Activities.StartActivity(OperationName) is not { } activity)
            return null;
        activity.DisplayName = "reauthenticate";
        activity.SetTag("server.address", leg.Origin.Host);
        activity.SetTag("server.port", leg.Origin.Port);
        activity.SetTag("url.scheme", leg.Origin.Scheme);
        activity.SetTag("http.request.method", MethodName(leg.Method));
        activity.SetTag("countersign.client", client);
        return Ambient.Value = new(activity);
    }

    public void Answered(HttpStatusCode status) => _activity.SetTag("http.response.status_code", (int)status);

    public void Judged(ImmutableArray<ChallengeJudgement> judgements)
    {
        var taken = judgements.FirstOrDefault(each => each.IsTaken)?.Scheme?.Name;
        _activity.AddEvent(new("challenge", tags: new() { ["countersign.challenges"] = judgements.DistinctBy(each => each.Challenge).Count(), ["countersign.scheme"] = taken }));
    }

    public void Taken(OriginToken next) => _activity.AddEvent(new("token", tags: next.Failure is { } failure
        ? new() { ["error.type"] = failure.Reason.Row().Slug }
        : new() { ["countersign.token"] = next.Token!.Mark }));

    public void Replaying(ClientScheme scheme, bool isFreshNonce)
    {
        _activity.SetTag("countersign.scheme", scheme.Name);
        _activity.AddEvent(new(isFreshNonce ? "fresh nonce" : "replay", tags: new() { ["countersign.scheme"] = scheme.Name }));
    }

    public void Failed(ClientScheme? scheme, Failure failure, string? reference)
    {
        var row = failure.Reason.Row();
        if (scheme is not null)
            _activity.SetTag("countersign.scheme", scheme.Name);
        _activity.SetTag("error.type", row.Slug);
        _activity.SetTag("countersign.reference", reference);
        _activity.SetStatus(ActivityStatusCode.Error, row.Sentence);
    }

    /// <summary>Says that the request ended otherwise than by an answer.</summary>
    public void Broke(Exception exception)
    {
        if (exception is AuthenticationFailedException)
            return;
        _activity.SetTag("error.type", exception.GetType().FullName);
        _activity.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose() => _activity.Dispose();

    // Methods of no known meaning are one, as OpenTelemetry has it.
    private static string MethodName(HttpMethod method) =>
        method.Method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "CONNECT" or "QUERY" ? method.Method : "_OTHER";
}
