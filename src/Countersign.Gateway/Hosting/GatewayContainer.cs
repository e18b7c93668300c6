using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Hosting;

/// <summary>The server with its listeners, the forwarder and the log of a gateway.</summary>
internal static class GatewayContainer
{
    /// <summary>The container of a gateway with this configuration.</summary>
    public static ServiceProvider Of(GatewayConfiguration configuration, TimeProvider clock)
    {
        var services = new ServiceCollection().AddServer(configuration.Listen, clock).AddHttpForwarder();
        services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning).AddFilter("Countersign", LogLevel.Information)
            .AddFilter("Yarp", LogLevel.Error) // its warnings are whole stack traces; what failed is said once, with the reference, by the forwarder
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                if (Console.IsErrorRedirected)
                    console.ColorBehavior = LoggerColorBehavior.Disabled; // by default it asks the standard output
            }));
        services.Configure<ConsoleLoggerOptions>(console =>
        {
            // Requests write these lines: a reader who sleeps costs lines, and never holds up a request. The standard output is the refusals'.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return services.BuildServiceProvider();
    }
}
