using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Countersign.AspNetCore;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
    private readonly RequestJudge _judge;
    private readonly RefusalReporter _reporter;
    private readonly UnreadableRequests _unreadable;
    private AdminListener? _admin;
    private IAdminPages? _pages;
    private FastCgiListener? _fastCgi;
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
        _container = GatewayContainer.Of(configuration, clock);
        _server = _container.GetRequiredService<IServer>();
        _telemetry = new GatewayTelemetry();
        _journal = new Journal(_store, new() { Retention = configuration.Journal.Retention, MaxRows = configuration.Journal.MaxRows }, clock);
        _log = new JsonLog(refusalLog);
        _judge = new RequestJudge(_budget);
        _reporter = new RefusalReporter(new AnswerWriter(), _journal, _telemetry, _log.Write, _budget, clock);
        _services = new GatewayServices(configuration, _store, clock, Log) { Described = new DescribedJudge(_judge, _reporter) };
        _store.FailureChanged += (_, _) => TellStore(_store.Failure);
        _telemetry.Observe(_journal);
        _telemetry.Observe(_log);
        Runtime = new GatewayRuntime(configuration, _services, _telemetry, _journal, _budget, _reporter);
        _unreadable = new UnreadableRequests(_container.GetRequiredService<DiagnosticListener>(), _journal, _telemetry, _log, Log, clock);
        SessionRegister = new SessionRegister(_store, clock) { Terms = () => _services.Sessions.Terms };
        Changes = new AdminChanges(_services.Users, _services.Keys, SessionRegister, clock, Log);
        Started = clock.GetUtcNow();
    }

    public GatewayRuntime Runtime { get; }

    public ILogger Log => _container.GetRequiredService<ILogger<GatewayHost>>();

    /// <summary>Where requests are taken, with the ports that were really opened.</summary>
    public IReadOnlyList<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Where the admin listener is, with the port that was really opened; null for nowhere.</summary>
    public string? AdminAddress => _admin?.Address;

    /// <summary>Where FastCGI authorizers are served, with the port that was really opened; null for nowhere.</summary>
    public IPEndPoint? FastCgiAddress => _fastCgi?.Address;

    /// <summary>The admin credential if it was made at this start, to be shown this once.</summary>
    public Secret? NewAdminToken { get; private set; }

    public GatewayTelemetry Telemetry => _telemetry;

    /// <summary>Stores, clock and log.</summary>
    public GatewayServices Services => _services;

    public Journal Journal => _journal;

    /// <summary>How many lines of refusals could not be written.</summary>
    public long LinesDropped => _log.Dropped;

    public SessionRegister SessionRegister { get; }

    /// <summary>What operators change.</summary>
    public AdminChanges Changes { get; }

    public DateTimeOffset Started { get; }

    /// <summary>Ready once it is warm and its store can be read (CONTRACT 28).</summary>
    public bool IsReady => _ready && _store.IsReadable;

    /// <summary>The certificates of the listeners.</summary>
    public ListenerCertificates Certificates => _container.GetRequiredService<ListenerCertificates>();

    public ILoggerFactory Loggers => _container.GetRequiredService<ILoggerFactory>();

    /// <summary>Where the pages for people are; null for nowhere.</summary>
    public string? PagesAddress => _pages is null ? null : AdminAddress + IAdminPages.Root;

    /// <summary>Where the server of the pages to learn is; null for nowhere.</summary>
    public string? LabAddress => _pages?.LabAddress;

    /// <summary>Starts one.</summary>
    /// <param name="configuration">What is in force first.</param>
    /// <param name="refusalLog">Takes the lines of refusals.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <param name="pages">Makes the pages for people at the admin listener; null for none. They are disposed with this.</param>
    /// <exception cref="IOException">An address is in use, or can't be listened on for another reason.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be opened.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayConfiguration configuration, Stream refusalLog, CancellationToken cancel, Func<GatewayHost, IAdminPages>? pages = null)
    {
        var host = new GatewayHost(configuration, refusalLog);
        try
        {
            await host.StartAsync(configuration, pages, cancel);
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

        // First: streams of theirs would last as long as somebody looks.
        if (_pages is not null)
            await _pages.DisposeAsync();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            // Requests under way may end; long streams are cut after the patience.
            await _server.StopAsync(patience.Token);
        }

        if (_fastCgi is not null)
            await _fastCgi.DisposeAsync();
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

    private async Task StartAsync(GatewayConfiguration configuration, Func<GatewayHost, IAdminPages>? pages, CancellationToken cancel)
    {
        var failures = new InnerFailures(_container.GetRequiredService<ILogger<InnerFailures>>());
        var forwarder = new UpstreamForwarder(
            _container.GetRequiredService<IHttpForwarder>(), _services.Sessions, failures, _container.GetRequiredService<ILogger<UpstreamForwarder>>());
        var pipeline = new GatewayPipeline(Runtime, _judge, forwarder, _reporter, failures, _telemetry.Activities);
        SendTo(configuration.OtlpEndpoint);
        await _server.OpenAsync(new BareApplication(pipeline.ServeAsync, _container), "listen", configuration.Listen, cancel);
        if (configuration.ForwardAuth?.FastCgi is { } fastCgi)
            _fastCgi = FastCgiListener.Start(fastCgi, new(_services.Described!, () => Runtime.State, _telemetry.Activities), Askers, Log, TimeProvider.System);
        if (configuration.Admin is not null)
        {
            var token = AdminToken.FindOrCreate(configuration, out var isNew);
            NewAdminToken = isNew ? token : null;
            var journal = new JournalEndpoints(_journal, new StoredJournal(_store));
            var endpoints = new AdminEndpoints(_services, Changes, SessionRegister, () => Runtime.State.Configuration, new PrometheusText(_telemetry), journal, () => IsReady);
            _pages = pages?.Invoke(this);
            if (_pages is not null)
                await _pages.StartAsync(cancel);
            _admin = new AdminListener(configuration, token, endpoints, _pages);
            await _admin.StartAsync(TimeProvider.System, cancel);
        }

        _warming = Task.Run(() => WarmAsync(new WarmUp(_judge, Runtime)), CancellationToken.None);
    }

    private TrustedProxies Askers() => new(Runtime.State.Configuration.ForwardAuth?.Proxies ?? []);

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
}
