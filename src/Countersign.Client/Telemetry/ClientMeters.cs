using System.Diagnostics;
using System.Diagnostics.Metrics;
using Countersign.Client.Failures;

namespace Countersign.Client.Telemetry;

/// <summary>The instruments of all clients in the process, as the framework has its own. Where nobody listens they take no tags.</summary>
internal static class ClientMeters
{
    public static readonly Meter Meter = new(ClientTelemetry.Name);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "countersign.client.attempts", "{message}", "Messages to origins that there are credentials for, by scheme and what the server said.");

    private static readonly Counter<long> Replays = Meter.CreateCounter<long>(
        "countersign.client.replays", "{message}", "Requests that were sent once more, with other credentials than before.");

    private static readonly Counter<long> FreshNonces = Meter.CreateCounter<long>(
        "countersign.client.fresh_nonces", "{message}", "Requests that were sent once more over a newer nonce, since the server asked for that alone.");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "countersign.client.failures", "{request}", "Requests that did not get in although there were credentials, by reason.");

    private static readonly Histogram<double> TokenDuration = Meter.CreateHistogram<double>(
        "countersign.client.token.duration", "s", "How long it took to get a token, or not to.", tags: null,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    private static readonly Histogram<long> TokenWaiters = Meter.CreateHistogram<long>(
        "countersign.client.token.waiters", "{request}", "How many requests waited for one question.", tags: null,
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000] });

    public static bool CountsAttempts => Attempts.Enabled;

    public static void Attempt(OriginTags origin, string? scheme, string outcome)
    {
        var tags = origin.With(scheme);
        tags.Add("countersign.outcome", outcome);
        Attempts.Add(1, tags);
    }

    public static void Replay(OriginTags origin, string scheme, bool isFreshNonce)
    {
        var counter = isFreshNonce ? FreshNonces : Replays;
        if (counter.Enabled)
            counter.Add(1, origin.With(scheme));
    }

    public static void Failure(OriginTags origin, string? scheme, FailureReason reason)
    {
        if (!Failures.Enabled)
            return;
        var tags = origin.With(scheme);
        tags.Add("error.type", reason.Row().Slug);
        Failures.Add(1, tags);
    }

    public static void Token(string client, FailureReason? failure, TimeSpan took, int waiters)
    {
        if (!TokenDuration.Enabled && !TokenWaiters.Enabled)
            return;
        var tags = new TagList { { "countersign.client", client }, { "countersign.outcome", failure is null ? "given" : "failed" } };
        if (failure is { } reason)
            tags.Add("error.type", reason.Row().Slug);
        TokenDuration.Record(took.TotalSeconds, tags);
        TokenWaiters.Record(waiters, tags);
    }
}
