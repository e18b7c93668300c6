using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Writes the observable instruments and the durations of the gateway in the Prometheus text format 0.0.4.</summary>
/// <param name="telemetry">What to write.</param>
public sealed class PrometheusText(GatewayTelemetry telemetry)
{
    /// <summary>The media type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All values as they are now.</summary>
    public string Write()
    {
        var families = new SortedDictionary<string, (Instrument Instrument, List<string> Samples)>(StringComparer.Ordinal);
        using (var listener = new MeterListener())
        {
            // Observable instruments alone: they are asked now, and cost nothing between two scrapes.
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, telemetry.Meter) && instrument.IsObservable)
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Collect(instrument, value.ToString(CultureInfo.InvariantCulture), tags));
            listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Collect(instrument, value.ToString(CultureInfo.InvariantCulture), tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Collect(instrument, Number(value), tags));
            listener.Start();
            listener.RecordObservableInstruments();
        }

        var text = new StringBuilder();
        foreach (var (name, (instrument, samples)) in families)
        {
            AppendHead(text, name, instrument, IsCounter(instrument) ? "counter" : "gauge");
            samples.Sort(StringComparer.Ordinal);
            foreach (var sample in samples)
                text.Append(sample).Append('\n');
        }

        AppendDurations(text);
        return text.ToString();

        void Collect(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = NameOf(instrument);
            if (!families.TryGetValue(name, out var family))
                families[name] = family = (instrument, []);
            family.Samples.Add($"{name}{Labels(tags)} {value}");
        }
    }

    private void AppendDurations(StringBuilder text)
    {
        var name = NameOf(telemetry.DurationInstrument);
        AppendHead(text, name, telemetry.DurationInstrument, "histogram");
        foreach (var route in telemetry.Durations.OrderBy(buckets => buckets.Route, StringComparer.Ordinal))
        {
            var label = $"http_route=\"{Escape(route.Route)}\"";
            var counts = route.Counts();
            var total = 0L;
            for (var i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                var bound = i < DurationBuckets.Bounds.Length ? Number(DurationBuckets.Bounds[i]) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{label},le=\"{bound}\"}} {total}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{label}}} {Number(route.SumSeconds)}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_count{{{label}}} {total}\n");
        }
    }

    private static void AppendHead(StringBuilder text, string name, Instrument instrument, string type)
    {
        if (instrument.Description is { } description)
            text.Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static bool IsCounter(Instrument instrument) => instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal);

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        if (instrument.Unit == "s")
            name += "_seconds";
        return IsCounter(instrument) ? name + "_total" : name;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var text = new StringBuilder("{");
        foreach (var (key, value) in tags)
        {
            if (text.Length > 1)
                text.Append(',');
            text.Append(key.Replace('.', '_')).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return text.Append('}').ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("0.################", CultureInfo.InvariantCulture);
}
