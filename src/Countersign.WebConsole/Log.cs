using Microsoft.Extensions.Logging;

namespace Countersign.WebConsole;

/// <summary>The console's log events, 5000 to 5999. Retired ids stay as gaps.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "Page {Page} failed")]
    public static partial void PageFailed(this ILogger logger, Exception exception, string page);
}
