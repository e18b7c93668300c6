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

    [LoggerMessage(1101, LogLevel.Error, "A request failed inside the gateway")]
    public static partial void RequestFailed(this ILogger logger, Exception failure);

    [LoggerMessage(1102, LogLevel.Warning, "Upstream of route {Route} failed: {Error}")]
    public static partial void UpstreamFailed(this ILogger logger, string route, string error);

    [LoggerMessage(1201, LogLevel.Information, "Traces and metrics go to {Endpoint} ({Protocol})")]
    public static partial void TelemetrySent(this ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(1202, LogLevel.Warning, "Traces or metrics are lost: {Problem}")]
    public static partial void TelemetryLost(this ILogger logger, string problem);
}
