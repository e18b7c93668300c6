using System.Diagnostics;
using System.Runtime.CompilerServices;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Hosting;

/// <summary>A running gateway: the public listeners, the admin listener, and everything behind them.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly ServiceProvider _container;
    private readonly IServer _server;
    private readonly GatewayConfiguration _start;
    private readonly Store _store;
    private readonly GatewayServices _services;
    private readonly GatewayTelemetry _telemetry;
    private readonly Journal _journal;
    private readonly JsonLog _log;
    private readonly RefusalBudget _budget = new(TimeProvider.System);
    private readonly RefusalReporter _reporter;
    private readonly UnreadableRequests _unreadable;
    private AdminListener? _admin;
    private Uri? _collector;
    private IAsyncDisposable? _export;
    private Task _formerExports = Task.CompletedTask;
    private readonly CancellationTokenSource _stopping = new();
    private Task _warming = Task.CompletedTask;
    private volatile bool _ready;

    private GatewayHost(GatewayConfiguration configuration, Stream refusalLog)
    {
        var clock = TimeProvider.System;
        _start = configuration;
        _store = Store.Open(configuration.Store, clock);
        _container = Contain(configuration, clock);
        _server = _container.GetRequiredService<IServer>();
        _services = new GatewayServices(configuration, _store, clock, Log);
        _store.FailureChanged += (_, _) => TellStore(_store.Failure);
        _telemetry = new GatewayTelemetry();
        _journal = new Journal(_store, new() { Retention = configuration.Journal.Retention, MaxRows = configuration.Journal.MaxRows }, clock);
        _log = new JsonLog(refusalLog);
        _telemetry.Observe(_journal);
        _telemetry.Observe(_log);
        _reporter = new RefusalReporter(new AnswerWriter(), _journal, _telemetry, _log, _budget, clock);
        Runtime = new GatewayRuntime(configuration, _services, _telemetry, _journal, _budget, _reporter);
        _unreadable = new UnreadableRequests(_container.GetRequiredService<DiagnosticListener>(), _journal, _telemetry, _log, Log, clock);
    }

    public GatewayRuntime Runtime { get; }

    public ILogger Log => _container.GetRequiredService<ILogger<GatewayHost>>();

    /// <summary>Where requests are taken, with the ports that were really opened.</summary>
    public IReadOnlyList<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Where the admin listener is, with the port that was really opened; null for nowhere.</summary>
    public string? AdminAddress => _admin?.Address;

    /// <summary>The admin credential if it was made at this start, to be shown this once.</summary>
    public Secret? NewAdminToken { get; private set; }

    public GatewayTelemetry Telemetry => _telemetry;

    /// <summary>The stores, for the demo.</summary>
    public GatewayServices Services => _services;

    /// <exception cref="IOException">An address is in use, or can't be listened on for another reason.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be opened.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayConfiguration configuration, Stream refusalLog, CancellationToken cancel)
    {
        var host = new GatewayHost(configuration, refusalLog);
        try
        {
            await host.StartAsync(configuration, cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a changed configuration in force, and names what has to wait for the next start.</summary>
    public void Take(string file, GatewayConfiguration configuration)
    {
        try
        {
            Runtime.Replace(configuration);
            List<string> waiting = [.. RestartKeys.Between(_start, configuration)];
            if (!TakeAdminToken(configuration))
                waiting.Add("admin-token");
            SendTo(configuration.OtlpEndpoint);
            Log.ConfigurationLoaded(file);
            if (waiting.Count > 0)
                Log.RestartNeeded(file, string.Join(", ", waiting));
        }
        catch (Exception failure) when (failure is StoreUnavailableException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // Well written and still impossible, such as authorities without a certificate: the former state is untouched.
            Log.ConfigurationRejected(file, failure.Message);
        }
    }

    /// <summary>Keeps the configuration that is in force and says what is wrong with the new one.</summary>
    public void Reject(string file, IEnumerable<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
            Log.ConfigurationRejected(file, problem.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _warming;
        _ready = false;
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            // Requests under way may end; long streams are cut after the patience.
            await _server.StopAsync(patience.Token);
        }

        if (_admin is not null)
            await _admin.DisposeAsync();
        _unreadable.Dispose();
        Runtime.Dispose();
        await _journal.DisposeAsync();
        await _log.DisposeAsync();
        SendTo(null);
        await _formerExports;
        _telemetry.Dispose();
        _services.Dispose();
        await _container.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StartAsync(GatewayConfiguration configuration, CancellationToken cancel)
    {
        var failures = new InnerFailures(_container.GetRequiredService<ILogger<InnerFailures>>());
        var forwarder = new UpstreamForwarder(
            _container.GetRequiredService<IHttpForwarder>(), _services.Sessions, failures, _container.GetRequiredService<ILogger<UpstreamForwarder>>());
        var judge = new RequestJudge(_budget);
        var pipeline = new GatewayPipeline(Runtime, judge, forwarder, _reporter, failures, _telemetry.Activities);
        SendTo(configuration.OtlpEndpoint);
        await _server.OpenAsync(new BareApplication(pipeline.ServeAsync, _container), "listen", configuration.Listen, cancel);
        if (configuration.Admin is not null)
        {
            var token = AdminToken.FindOrCreate(configuration, out var isNew);
            NewAdminToken = isNew ? token : null;
            var journal = new JournalEndpoints(_journal, new StoredJournal(_store));
            _admin = new AdminListener(
                configuration, token, new AdminEndpoints(_services, () => Runtime.State.Configuration, new PrometheusText(_telemetry), journal, () => _ready));
            await _admin.StartAsync(TimeProvider.System, cancel);
        }

        _warming = Task.Run(() => WarmAsync(new WarmUp(judge, Runtime)), CancellationToken.None);
    }

    private async Task WarmAsync(WarmUp warmUp)
    {
        try
        {
            await warmUp.RunAsync(_stopping.Token);
            _ready = true;
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was warm.
        }
        catch (Exception failure)
        {
            // What fails on an imagined request fails on real ones: not ready, but alive to say so.
            Log.WarmUpFailed(failure);
        }
    }

    /// <summary>False when the credential would have to be made: only a start can show it.</summary>
    private bool TakeAdminToken(GatewayConfiguration configuration)
    {
        if (_admin is null)
            return true;
        if (AdminToken.Find(configuration with { AdminTokenFile = _start.AdminTokenFile }) is not { } token)
            return false;
        _admin.Expect(token);
        return true;
    }

    private void TellStore(string? failure)
    {
        if (failure is null)
            Log.StoreReadable();
        else
            Log.StoreFailing(failure);
    }

    /// <summary>Sends traces and metrics there from now on; to null for nowhere. What was for the former collector still goes to it.</summary>
    private void SendTo(Uri? collector)
    {
        if (collector == _collector)
            return;
        if (_export is { } former)
            _formerExports = Task.WhenAll(_formerExports, former.DisposeAsync().AsTask());
        _collector = collector;
        _export = collector is null ? null : ExportTo(collector);
    }

    // Not inlined: a gateway without a collector does not even load the SDK.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private OtlpExport ExportTo(Uri collector) =>
        new(collector, Environment.GetEnvironmentVariable(OtlpExport.ProtocolVariable), Log, TimeProvider.System);

    private static ServiceProvider Contain(GatewayConfiguration configuration, TimeProvider clock)
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
