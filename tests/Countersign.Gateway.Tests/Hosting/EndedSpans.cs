using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Listens to one gateway's spans and keeps those that have ended.</summary>
internal sealed class EndedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public EndedSpans(RunningGateway gateway, ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, gateway.Host.Telemetry.Activities),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> All => _ended;

    /// <summary>The server span with a tag; it ends a moment after the answer.</summary>
    public Task<Activity> FindAsync(string tag, object value) => FindAsync(span => span.Kind == ActivityKind.Server && value.Equals(span.GetTagItem(tag)));

    public async Task<Activity> FindAsync(Func<Activity, bool> isWanted)
    {
        Activity? span = null;
        Assert.True(
            await Eventually.IsSoAsync(() => (span = _ended.FirstOrDefault(isWanted)) is not null),
            "no such span among: " + string.Join(", ", _ended.Select(span => span.DisplayName)));
        return span!;
    }

    public void Dispose() => _listener.Dispose();
}
