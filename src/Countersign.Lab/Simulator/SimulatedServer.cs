using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Lab.Simulator;

/// <summary>
/// A server for tests of clients: it authenticates rightly, and misbehaves exactly as its addresses are asked to. Every answer carries
/// <c>Countersign-Simulated</c>.
/// </summary>
/// <example><code>
/// await using var simulator = await SimulatedServer.StartAsync();
/// var answer = await http.GetAsync($"{simulator.Url}sim/401/basic?challenge=absent");
/// </code></example>
public sealed class SimulatedServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SimulatedServer(WebApplication application) => _application = application;

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Url => new(_application.Urls.First());

    /// <summary>Starts one.</summary>
    /// <param name="options">How it runs; null for a free port of loopback.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public static async Task<SimulatedServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // What clients send is read octet by octet, and what is written on purpose may be any.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Listen(options.Listen);
        });
        var application = builder.Build();
        var state = new SimulatorState(options);
        application.Use(next => context => NothingThere.MarkAsync(context, next));
        application.UseRouting();
        application.MapSimulator(state);
        application.UseEndpoints(_ => { });
        application.Run(context => NothingThere.AnswerAsync(context, state));
        try
        {
            await application.StartAsync(cancel);
            return new(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
    }
}
