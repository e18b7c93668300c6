using Countersign.Lab.Simulator.Hosting;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Sites;
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
    private readonly SimulatorListeners _listeners;
    private readonly SimulatorState _state;

    private SimulatedServer(WebApplication application, SimulatorListeners listeners, SimulatorState state) => (_application, _listeners, _state) = (application, listeners, state);

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Url => _listeners.Url;

    /// <summary>Where it listens with TLS; null where it does not.</summary>
    public Uri? TlsUrl => _listeners.TlsUrl;

    /// <summary>Where it is a forward proxy; null where it is none.</summary>
    public Uri? ProxyUrl => _listeners.ProxyUrl;

    /// <summary>The certificate of the authority that clients have to trust for TLS, in PEM; null without.</summary>
    public string? AuthorityPem => _state.Authority?.Pem;

    /// <summary>Where its site to crawl has an origin of its own; it is below <c>site/</c> at <see cref="Url"/> as well.</summary>
    public Uri SiteUrl => _listeners.SiteUrl;

    /// <summary>Starts one.</summary>
    /// <param name="options">How it runs; null for a free port of loopback.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="IOException">An address is in use, or can't be listened on.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There is no authority in the file that is to keep it.</exception>
    public static async Task<SimulatedServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        var state = new SimulatorState(options);
        var listeners = new SimulatorListeners(options, state);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        var application = builder.Build();
        application.Use(next => context => NothingThere.MarkAsync(context, next));
        if (options.ProxyListen is not null)
            application.Use(next => context => ForwardProxy.ServeAsync(context, next, state));
        application.Use(SiteOrigin.LeadAsync);
        application.UseRouting();
        application.MapSimulator(state);
        application.UseEndpoints(_ => { });
        application.Run(context => NothingThere.AnswerAsync(context, state));
        var server = new SimulatedServer(application, listeners, state);
        try
        {
            await application.StartAsync(cancel);
            state.Ports = [server.Url.Port, .. server.TlsUrl is { } tls ? [tls.Port] : Array.Empty<int>()];
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
