using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.Tracing;
using Countersign.TestKit;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Exporter;
using Xunit;

namespace Countersign.Gateway.Tests.Tracing;

/// <summary>The exporter listens to every gateway of its process, so that tests that care run one after another.</summary>
[CollectionDefinition(nameof(OtlpExportTests))]
[Collection(nameof(OtlpExportTests))]
public sealed class OtlpExportTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: exported, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    [Fact]
    public async Task Spans_and_metrics_arrive_at_the_latest_when_the_gateway_ends()
    {
        await using var collector = await Collector.StartAsync();
        Reply refused;
        await using (var gateway = await RunningGateway.StartAsync(To(collector.Url) + Yaml))
        {
            refused = await gateway.GetAsync("/reports", Credential.Basic("carl", "wrong"));
            Assert.Equal(200, (await gateway.GetAsync("/reports", Credential.Basic("carl", "sha1-user"))).Status);
        }

        Assert.Equal(["/v1/metrics", "/v1/traces"], collector.Paths.Distinct().Order(StringComparer.Ordinal));
        Assert.All(collector.Resources, resource => Assert.Equal("countersign-gateway", resource["service.name"]));
        Assert.All(collector.Resources, resource => Assert.NotEmpty(resource["service.version"]));

        var span = Assert.Single(collector.Spans, span => span.Attributes(9).GetValueOrDefault("countersign.reference") == refused.Reference);
        Assert.Equal("GET exported", span.Text(5));
        Assert.Equal("basic-wrong-password", span.Attributes(9)["error.type"]);
        Assert.Equal("401", span.Attributes(9)["http.response.status_code"]);
        Assert.DoesNotContain(span.Messages(15), status => status.Number(3) != 0);

        // Histogram (9): data points (1) with attributes (9), count (4) and explicit bounds (7), eight octets each.
        var duration = collector.Metrics.Where(metric => metric.Text(1) == "countersign.gateway.decision.duration").SelectMany(metric => metric.Messages(9, 1))
            .Last(point => point.Attributes(9)["http.route"] == "exported");
        Assert.Equal((2UL, 12 * 8), (duration.Number(4), duration.Bytes(7).Length));

        // Sum (7): data points (1) with attributes (7) and a value (6).
        var decisions = collector.Metrics.Where(metric => metric.Text(1) == "countersign.gateway.decisions").SelectMany(metric => metric.Messages(7, 1))
            .Last(point => point.Attributes(7) is var tags && tags["http.route"] == "exported" && tags.GetValueOrDefault("error.type") == "basic-wrong-password");
        Assert.Equal(1UL, decisions.Number(6));
    }

    [Fact]
    public async Task Speaks_gRPC_where_it_is_asked_to()
    {
        await using var collector = await Collector.StartAsync(HttpProtocols.Http2);
        using var telemetry = new GatewayTelemetry();
        await using (new OtlpExport(collector.Url, "grpc", NullLogger.Instance, TimeProvider.System))
            telemetry.Activities.StartActivity("by gRPC")!.Dispose();

        Assert.Contains("/opentelemetry.proto.collector.trace.v1.TraceService/Export", collector.Paths);
        Assert.Contains(collector.Spans, span => span.Text(5) == "by gRPC");
    }

    [Theory]
    [InlineData("http://collector:4317", null, OtlpExportProtocol.Grpc)]
    [InlineData("http://collector:4318", null, OtlpExportProtocol.HttpProtobuf)]
    [InlineData("https://collector.example.org", null, OtlpExportProtocol.HttpProtobuf)]
    [InlineData("http://collector:4317", "http/protobuf", OtlpExportProtocol.HttpProtobuf)]
    [InlineData("http://collector:4318", "grpc", OtlpExportProtocol.Grpc)]
    [InlineData("http://collector:4318", "nonsense", OtlpExportProtocol.HttpProtobuf)]
    public void The_variable_or_the_port_says_the_protocol(string endpoint, string? variable, OtlpExportProtocol expected) =>
        Assert.Equal(expected, OtlpExport.ProtocolFor(new Uri(endpoint), variable));

    [Fact]
    public async Task Nobody_listens_when_it_is_not_configured()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        Assert.False(gateway.Host.Telemetry.Activities.HasListeners());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collector_that_is_away_or_silent_harms_nothing(bool isSilent)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        if (!isSilent)
            silent.Stop();
        var gateway = await RunningGateway.StartAsync(To(url) + Yaml);
        try
        {
            Assert.Equal(200, (await gateway.GetAsync("/reports", Credential.Basic("carl", "sha1-user"))).Status);
        }
        finally
        {
            var began = Stopwatch.GetTimestamp();
            await gateway.DisposeAsync();
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        }
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_once_to_the_log()
    {
        var log = new Sentences();
        using var telemetry = new GatewayTelemetry();
        var export = new OtlpExport(new Uri($"http://127.0.0.1:{RunningGateway.FreePort()}"), null, log, TimeProvider.System);
        telemetry.Activities.StartActivity("lost")!.Dispose();

        await export.DisposeAsync();

        var problem = Assert.Single(log.All, sentence => sentence.StartsWith("Traces or metrics are lost", StringComparison.Ordinal));
        Assert.Contains("Connection refused", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public async Task A_changed_endpoint_is_in_force_without_a_restart()
    {
        await using var first = await Collector.StartAsync();
        await using var second = await Collector.StartAsync();
        await using (var gateway = await RunningGateway.StartAsync(To(first.Url) + Yaml))
        {
            using (var spans = new EndedSpans(gateway))
            {
                await gateway.GetAsync("/first");
                await spans.FindAsync("url.path", "/first");
                gateway.Host.Take(gateway.File, gateway.Configuration with { OtlpEndpoint = second.Url });
                await gateway.GetAsync("/second");
                await spans.FindAsync("url.path", "/second");
            }

            gateway.Host.Take(gateway.File, gateway.Configuration with { OtlpEndpoint = null });
            Assert.True(await Eventually.IsSoAsync(() => !gateway.Host.Telemetry.Activities.HasListeners()));
        }

        // The former one listens until it has sent what it had.
        Assert.Contains("/first", PathsOf(first));
        Assert.Equal(["/second"], PathsOf(second));
    }

    private static string To(Uri collector) => $"telemetry: {{ otlp: \"{collector}\" }}\n";

    private static IEnumerable<string> PathsOf(Collector collector) =>
        collector.Spans.Select(span => span.Attributes(9).GetValueOrDefault("url.path")).Where(path => path is "/first" or "/second").OfType<string>();

    private sealed class Sentences : ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(formatter(state, exception));
    }
}
