using Countersign.Cli.Consoles;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Hosting;
using Countersign.WebConsole;
using Countersign.WebConsole.Guarding;
using Microsoft.AspNetCore.Http;

namespace Countersign.Cli.Viewing;

/// <summary>The console at the admin listener of a gateway (CONTRACT 30).</summary>
internal sealed class AdminConsole : IAdminPages
{
    private readonly GatewayView _view;
    private readonly ConsoleApplication _console;

    private AdminConsole(GatewayView view, ConsoleApplication console) => (_view, _console) = (view, console);

    /// <summary>One that shows a gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="file">Its configuration file, absolute.</param>
    public static IAdminPages Over(GatewayHost gateway, string file)
    {
        var view = new GatewayView(gateway, file);

        // The admin listener has looked at the host. What the pages ask for themselves goes to the internet alone: the networks of a gateway are not everybody's.
        // And a gateway opens no listeners that its configuration does not name.
        var options = new ConsoleOptions
        {
            Version = ProgramVersion.Text,
            Hosts = null,
            Reach = Reach.Internet,
            OpensServers = false,
            Visits = new ConsoleVisits(gateway.Services.Clock),
            Gateway = view,
            Loggers = gateway.Loggers,
        };
        return new AdminConsole(view, new(options));
    }

    /// <inheritdoc/>
    public async Task ServeAsync(HttpContext context)
    {
        // Pages read the store, and this thread waits for sockets.
        await Task.Yield();
        await _console.ServeAsync(context);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _view.Dispose();
        await _console.DisposeAsync();
    }
}
