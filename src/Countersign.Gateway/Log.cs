using Microsoft.Extensions.Logging;

namespace Countersign.Gateway;

/// <summary>The gateway's log events, 1000 to 1999. Retired ids stay as gaps.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Configuration {File} is in force")]
    public static partial void ConfigurationLoaded(this ILogger logger, string file);

    [LoggerMessage(1002, LogLevel.Error, "Configuration {File} is wrong and was not taken, the former one stays in force: {Problem}")]
    public static partial void ConfigurationRejected(this ILogger logger, string file, string problem);

    [LoggerMessage(1003, LogLevel.Error, "Route {Route} stays closed: {Problem}")]
    public static partial void RouteClosed(this ILogger logger, string route, string problem);

    [LoggerMessage(1004, LogLevel.Information, "Traces and metrics go to {Endpoint} ({Protocol})")]
    public static partial void TelemetrySent(this ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(1005, LogLevel.Warning, "Traces or metrics are lost: {Problem}")]
    public static partial void TelemetryLost(this ILogger logger, string problem);

    [LoggerMessage(1006, LogLevel.Information, "Certificate {File} is in use")]
    public static partial void CertificateLoaded(this ILogger logger, string file);

    [LoggerMessage(1007, LogLevel.Error, "Certificate {File} was not taken, the former one stays in use: {Problem}")]
    public static partial void CertificateRejected(this ILogger logger, string file, string problem);

    [LoggerMessage(1101, LogLevel.Error, "A request failed inside the gateway, reference {Reference}")]
    public static partial void RequestFailed(this ILogger logger, Exception failure, string reference);

    [LoggerMessage(1102, LogLevel.Warning, "Upstream of route {Route} failed: {Error}, reference {Reference}")]
    public static partial void UpstreamFailed(this ILogger logger, string route, string error, string reference);
}
