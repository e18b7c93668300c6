using System.Diagnostics;
using System.Globalization;
using System.Text;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Decisions;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private const string Decisions = "countersign_gateway_decisions_total";
    private const string Duration = "countersign_gateway_decision_duration_seconds";
    private readonly GatewayTelemetry _telemetry = new();

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public void Counts_decisions_by_route_scheme_outcome_and_reason()
    {
        _telemetry.Admitted("reports", "staff").Add();
        _telemetry.Admitted("reports", "staff").Add();
        _telemetry.Refused("reports", "staff", Refusal.BasicWrongPassword, credentialsPresented: true).Add();
        _telemetry.Refused("reports", null, Refusal.CredentialsMissing, credentialsPresented: false).Add();
        _telemetry.Refused(null, null, Refusal.NetworkNotAllowed, credentialsPresented: false).Add();

        var samples = Scrape().Where(sample => sample.Name == Decisions).Select(sample => (Labels(sample), sample.Value)).Order().ToArray();

        Assert.Equal(
            [
                ("http_route=(none) countersign_outcome=refused error_type=network-not-allowed", 1),
                ("http_route=reports countersign_outcome=admitted countersign_scheme=staff", 2),
                ("http_route=reports countersign_outcome=challenged error_type=credentials-missing", 1),
                ("http_route=reports countersign_outcome=refused countersign_scheme=staff error_type=basic-wrong-password", 1),
            ],
            samples);
    }

    [Theory]
    [InlineData("a\"} 1\nfake_total{x=\"y")]
    [InlineData("back\\slash\\n")]
    [InlineData("\u00e4 \U0001f511, {}=\r\t")]
    public void Escapes_what_operators_name(string route)
    {
        _telemetry.Admitted(route, route).Add(Stopwatch.GetTimestamp());

        var samples = Scrape();

        Assert.All(samples, sample => Assert.Equal(route, sample.Labels["http_route"]));
        Assert.Equal(route, samples.Single(sample => sample.Name == Decisions).Labels["countersign_scheme"]);
        Assert.DoesNotContain(samples, sample => sample.Name == "fake_total");
    }

    [Fact]
    public void Adds_buckets_up()
    {
        var series = _telemetry.Admitted("r", "s");
        var now = Stopwatch.GetTimestamp();
        series.Add(now);
        series.Add(now - (Stopwatch.Frequency * 2));
        series.Add(now - (Stopwatch.Frequency * 60));
        _telemetry.Refused("r", "s", Refusal.BasicWrongPassword, credentialsPresented: true).Add(now - (Stopwatch.Frequency * 2));

        var samples = Scrape();
        var buckets = samples.Where(sample => sample.Name == Duration + "_bucket").ToArray();

        Assert.Equal(["0.00001", "0.00005", "0.0001", "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5", "+Inf"], buckets.Select(bucket => bucket.Labels["le"]));
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(1, buckets[^3].Value);
        Assert.Equal(3, buckets[^2].Value);
        Assert.Equal(4, buckets[^1].Value);
        Assert.Equal(4, samples.Single(sample => sample.Name == Duration + "_count").Value);
        Assert.InRange(samples.Single(sample => sample.Name == Duration + "_sum").Value, 64, 90);
    }

    [Fact]
    public async Task Shows_what_journal_and_log_dropped()
    {
        using var file = new TemporaryStore();
        var journal = new Journal(file.Open(), new());
        await journal.DisposeAsync();
        var log = new JsonLog(Stream.Null);
        await log.DisposeAsync();
        _telemetry.Observe(journal);
        _telemetry.Observe(log);
        journal.Record(Entries.Wrong("1"));
        log.Write(Entries.Wrong("1"));
        log.Write(Entries.Wrong("2"));

        var samples = Scrape();

        Assert.Equal(1, samples.Single(sample => sample.Name == "countersign_gateway_journal_dropped_total").Value);
        Assert.Equal(2, samples.Single(sample => sample.Name == "countersign_gateway_log_dropped_total").Value);
    }

    [Fact]
    public void Shows_further_instruments_of_the_meter_and_of_no_other()
    {
        using var other = new GatewayTelemetry();
        other.Meter.CreateObservableGauge("countersign.elsewhere", () => 1);
        _telemetry.Meter.CreateObservableGauge("countersign.gateway.up", () => 1.5, description: "One\nline \\ of text");
        _telemetry.Meter.CreateObservableUpDownCounter("countersign.gateway.open", () => -3);

        var samples = Scrape();

        Assert.Equal(1.5, samples.Single(sample => sample.Name == "countersign_gateway_up").Value);
        Assert.Equal(-3, samples.Single(sample => sample.Name == "countersign_gateway_open").Value);
        Assert.DoesNotContain(samples, sample => sample.Name.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public void Bounds_how_many_series_there_are()
    {
        for (var i = 0; i < GatewayTelemetry.MaxSeries + 50; i++)
            _telemetry.Admitted(i.ToString(CultureInfo.InvariantCulture), null).Add();

        var samples = Scrape().Where(sample => sample.Name == Decisions).ToArray();

        Assert.Equal(GatewayTelemetry.MaxSeries + 1, samples.Length);
        Assert.Equal(50, samples.Single(sample => sample.Labels["http_route"] == "(other)").Value);
    }

    [Fact]
    public void Loses_no_count_between_threads()
    {
        var series = _telemetry.Admitted("r", "s");
        Parallel.For(0, 100_000, _ => series.Add());

        Assert.Equal(100_000, series.Total);
    }

    private static string Labels(Sample sample) => string.Join(' ', sample.Labels.Select(label => $"{label.Key}={label.Value}"));

    private List<Sample> Scrape() => Parse(new PrometheusText(_telemetry).Write());

    /// <summary>The text format 0.0.4, read strictly: each family has one TYPE before its samples, and no series comes twice.</summary>
    private static List<Sample> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new List<Sample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var family = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                continue;
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                Assert.Equal(4, words.Length);
                Assert.Contains(words[3], new[] { "counter", "gauge", "histogram" });
                types.Add(family = words[2], words[3]);
                continue;
            }

            var sample = ParseSample(line);
            Assert.True(
                types[family] == "histogram" ? sample.Name.StartsWith(family + "_", StringComparison.Ordinal) : sample.Name == family,
                $"{sample.Name} is not of the family {family}");
            samples.Add(sample);
        }

        Assert.Equal(samples.Count, samples.Select(sample => sample.Name + '\n' + Labels(sample)).Distinct(StringComparer.Ordinal).Count());
        return samples;
    }

    private static Sample ParseSample(string line)
    {
        var at = 0;
        var name = Word();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            do
            {
                at++;
                var label = Word();
                Assert.Equal("=\"", line.Substring(at, 2));
                at += 2;
                labels.Add(label, Value());
            }
            while (line[at] == ',');
            Assert.Equal('}', line[at++]);
        }

        Assert.Equal(' ', line[at++]);
        return new(name, labels, double.Parse(line.AsSpan(at), NumberStyles.Float, CultureInfo.InvariantCulture));

        string Word()
        {
            var start = at;
            while (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_')
                at++;
            Assert.True(at > start, $"a name is missing in {line}");
            return line[start..at];
        }

        string Value()
        {
            var value = new StringBuilder();
            for (; line[at] != '"'; at++)
            {
                if (line[at] != '\\')
                    value.Append(line[at]);
                else
                    value.Append(line[++at] switch { '\\' => '\\', '"' => '"', 'n' => '\n', _ => throw new FormatException(line) });
            }

            at++;
            return value.ToString();
        }
    }

    private sealed record Sample(string Name, Dictionary<string, string> Labels, double Value);
}
