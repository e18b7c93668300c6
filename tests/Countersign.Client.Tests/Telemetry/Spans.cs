using System.Collections.Concurrent;
using System.Diagnostics;

namespace Countersign.Client.Tests.Telemetry;

/// <summary>The client's spans for one server.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public Spans(string server)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Countersign.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (server.Equals(activity.GetTagItem("server.address")))
                    _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<Activity> Ended => _ended;

    public static string TextOf(Activity span)
    {
        var events = span.Events.Select(each => $"{each.Name}({string.Join(' ', each.Tags.Select(tag => $"{tag.Key}={tag.Value}"))})");
        return $"{span.DisplayName} {span.Status} {span.StatusDescription} {string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', events)}";
    }

    public void Dispose() => _listener.Dispose();
}
