using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Countersign.Client.Tests.Telemetry;

/// <summary>What the client's meter says of one server, or of a client by its name; other tests use the same meter.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _all = new();
    private readonly string _of;

    /// <param name="of">The value of a tag.</param>
    public Measured(string of)
    {
        _of = of;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Countersign.Client")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value.ToString(CultureInfo.InvariantCulture), tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value.ToString(CultureInfo.InvariantCulture), tags));
        _listener.Start();
    }

    /// <summary>Instrument, value and tags, in a line each.</summary>
    public IEnumerable<string> All => _all;

    public IEnumerable<string> Of(string instrument) =>
        _all.Where(line => line.StartsWith($"countersign.client.{instrument} ", StringComparison.Ordinal)).Select(line => line[$"countersign.client.{instrument} ".Length..]);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var pairs = tags.ToArray();
        if (pairs.Any(tag => _of.Equals(tag.Value)))
            _all.Enqueue($"{instrument.Name} {value} {string.Join(' ', pairs.Where(tag => !_of.Equals(tag.Value)).Select(tag => $"{tag.Key}={tag.Value}"))}");
    }
}
