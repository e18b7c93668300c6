using System.Diagnostics;
using System.Net.Sockets;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Countersign.Gateway.Hosting;

/// <summary>Kestrel in a container of its own. A web host would add sources of configuration, an environment and middleware: nobody here uses them, and every start would wait for them.</summary>
internal static class BareServer
{
    public static IServiceCollection AddServer(this IServiceCollection services, IEnumerable<ListenerConfiguration> listeners, TimeProvider clock)
    {
        services.AddOptions().AddLogging().AddMetrics();
        services.AddSingleton<IHostEnvironment, HostingEnvironment>(); // the server looks there for a developer's certificate; ours are named
        services.AddSingleton(_ => new DiagnosticListener("Countersign.Server"));
        services.AddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        services.AddSingleton(clock).AddSingleton<ListenerCertificates>();
        new Registration(services).UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => ListenerSetup.Listen(server, listeners));
        return services;
    }

    /// <summary>Opens the listeners.</summary>
    /// <param name="server">The server with these listeners.</param>
    /// <param name="application">What answers.</param>
    /// <param name="key">The key of the configuration that names them.</param>
    /// <param name="listeners">The listeners, in the order in which the server was given them.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="IOException">An address is in use, or can't be listened on for another reason.</exception>
    public static async Task OpenAsync(
        this IServer server, BareApplication application, string key, IReadOnlyList<ListenerConfiguration> listeners, CancellationToken cancel)
    {
        try
        {
            await server.StartAsync(application, cancel);
        }
        catch (SocketException failure)
        {
            // The server names an address only when it is in use. It opens one after the other and counts them.
            var opened = server.Features.Get<IServerAddressesFeature>()!.Addresses.Count;
            throw new IOException($"'{key}': {listeners[opened].Url} can't be listened on: {failure.Message}", failure);
        }
    }

    /// <summary>The server registers itself with a host's services and with nothing else.</summary>
    private sealed class Registration(IServiceCollection services) : IWebHostBuilder
    {
        private readonly WebHostBuilderContext _context = new();

        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
        {
            configureServices(_context, services);
            return this;
        }

#pragma warning disable ASPDEPR008 // the interface has it
        public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => throw new NotSupportedException();

        public string? GetSetting(string key) => null;

        public IWebHostBuilder UseSetting(string key, string? value) => throw new NotSupportedException();
    }
}
