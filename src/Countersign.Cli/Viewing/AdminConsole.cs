using System.Net;
using System.Net.Sockets;
using Countersign.AspNetCore.Words;
using Countersign.Cli.Consoles;
using Countersign.Cli.Labs;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;
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

    private readonly string? _lab;

    private AdminConsole(GatewayView view, ConsoleApplication console, string? lab) => (_view, _console, _lab) = (view, console, lab);

    /// <inheritdoc/>
    public string? LabAddress { get; private set; }

    /// <summary>One that shows a gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="file">Its configuration file, absolute.</param>
    public static IAdminPages Over(GatewayHost gateway, string file)
    {
        var view = new GatewayView(gateway, file);
        var lab = gateway.Runtime.State.Configuration.AdminLab;

        // The admin listener has looked at the host. What the pages ask for themselves goes to the internet alone: the networks of a gateway are not everybody's.
        // A gateway opens no listeners that its configuration does not name; to that one of its own the pages go besides.
        var options = new ConsoleOptions
        {
            Version = ProgramVersion.Text,
            Hosts = null,
            Reach = Reach.Internet,
            Lab = lab is null ? null : EndOf(lab),
            LabLine = $"{ConfigurationKeys.AdminLab}: http://{ServedLab.UsualPoint}",
            Visits = new ConsoleVisits(gateway.Services.Clock),
            Gateway = view,
            Loggers = gateway.Loggers,
        };
        return new AdminConsole(view, new(options), lab);
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            LabAddress = (await _console.OpenLabAsync(cancel))?.GetLeftPart(UriPartial.Authority);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw new IOException($"'{ConfigurationKeys.AdminLab}': {_lab} can't be listened on: {(failure.InnerException ?? failure).Message}", failure);
        }
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

    private static IPEndPoint EndOf(string url)
    {
        var read = ValueRules.ListenUrl(url);
        return new(read.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(read.Host), read.Port);
    }
}
