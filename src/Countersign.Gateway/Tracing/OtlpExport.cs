using System.Reflection;
using Countersign.AspNetCore.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Countersign.Gateway.Tracing;

/// <summary>Sends spans and metrics to a collector by OTLP. What it can't send in time it drops: requests never wait for it.</summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>The standard variable for the protocol.</summary>
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private const int GrpcPort = 4317;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ExportProblems _problems;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    /// <summary>Begins to listen to the gateway's meter and activity source.</summary>
    /// <param name="endpoint">The collector.</param>
    /// <param name="protocol">What <see cref="ProtocolVariable"/> says, if it is set.</param>
    /// <param name="log">Is told where telemetry goes, and when it can't go there.</param>
    /// <param name="clock">Keeps the log from being told too often.</param>
    public OtlpExport(Uri endpoint, string? protocol, ILogger log, TimeProvider clock)
    {
        var isGrpc = ProtocolFor(endpoint, protocol) == OtlpExportProtocol.Grpc;
        _problems = new ExportProblems(log, clock);

        // Detected last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
        var resource = ResourceBuilder.CreateEmpty()
            .AddTelemetrySdk()
            .AddService("countersign-gateway", serviceVersion: Version)
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(GatewayTelemetry.Name)
            .AddOtlpExporter(exporter => Aim(exporter, endpoint, isGrpc, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(GatewayTelemetry.Name)
            .AddOtlpExporter(exporter => Aim(exporter, endpoint, isGrpc, "v1/metrics"))
            .Build();
        log.TelemetrySent(endpoint, isGrpc ? "gRPC" : "HTTP");
    }

    private static string Version =>
        typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>By the standard variable, or else by the conventional port: 4317 is gRPC's, every other is HTTP's.</summary>
    internal static OtlpExportProtocol ProtocolFor(Uri endpoint, string? protocol) => protocol switch
    {
        "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        _ => endpoint.Port == GrpcPort ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
    };

    /// <summary>Sends what is left, as long as the patience lasts.</summary>
    public async ValueTask DisposeAsync()
    {
        var patience = (int)Patience.TotalMilliseconds;
        await Task.WhenAll(
            Task.Run(() => _traces.Shutdown(patience)),
            Task.Run(() => _metrics.Shutdown(patience)));
        _traces.Dispose();
        _metrics.Dispose();
        _problems.Dispose();
    }

    private static void Aim(OtlpExporterOptions exporter, Uri endpoint, bool isGrpc, string signal)
    {
        exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;

        // An endpoint that is set by code is taken as it stands: over HTTP each signal has its own path.
        exporter.Endpoint = isGrpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{signal}");
    }
}
