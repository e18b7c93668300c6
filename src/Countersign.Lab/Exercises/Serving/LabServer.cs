using System.Text;
using Countersign.Lab.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Lab.Exercises.Serving;

/// <summary>A server of exercises, with the simulator's addresses beside them.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private readonly SimulatorState _state;

    private LabServer(WebApplication application, SimulatorState state, Laboratory laboratory) => (_application, _state, Laboratory) = (application, state, laboratory);

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Url => new(_application.Urls.First());

    /// <summary>The exercises.</summary>
    public Laboratory Laboratory { get; }

    /// <summary>The learner's address of an exercise.</summary>
    public string AddressOf(Exercise exercise, string learner) => Url.GetLeftPart(UriPartial.Authority) + Laboratory.PathOf(exercise, learner);

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public static async Task<LabServer> StartAsync(SimulatorOptions options, CancellationToken cancel)
    {
        // It is its own proxy, and has certificates for what is behind that.
        var state = new SimulatorState(options with { ProxyListen = options.Listen });
        var laboratory = new Laboratory(state);
        var tunnels = new LabTunnels(state, laboratory);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(options.Listen, listen => listen.Use(next => connection => tunnels.ServeAsync(connection, next)));
        });
        var application = builder.Build();
        application.Use(next => context => LabTunnels.LeadAsync(context, next));
        application.UseRouting();
        application.MapLaboratory(laboratory);
        application.MapSimulator(state);
        application.UseEndpoints(_ => { });
        var server = new LabServer(application, state, laboratory);
        try
        {
            await application.StartAsync(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
        _state.Dispose();
    }
}
