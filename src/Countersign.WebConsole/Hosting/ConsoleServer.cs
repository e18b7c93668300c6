using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.WebConsole.Hosting;

/// <summary>A console on a listener of its own.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConsoleApplication _console;

    private ConsoleServer(WebApplication server, ConsoleApplication console) => (_server, _console) = (server, console);

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => new Uri(_server.Urls.First()).GetLeftPart(UriPartial.Authority);

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public static async Task<ConsoleServer> StartAsync(ConsoleOptions options, IPEndPoint listen, CancellationToken cancel = default)
    {
        var console = new ConsoleApplication(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        var server = builder.Build();
        server.Run(console.ServeAsync);
        try
        {
            await server.StartAsync(cancel);
            return new(server, console);
        }
        catch
        {
            await server.DisposeAsync();
            await console.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _server.StopAsync(soon.Token);
        await _server.DisposeAsync();
        await _console.DisposeAsync();
    }
}
