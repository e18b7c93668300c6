using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Hosting;

/// <summary>Holds the state that is in force and swaps it atomically.</summary>
internal sealed class GatewayRuntime : IDisposable
{
    // Long enough for requests of the former state; streams that last longer keep their connection, only the pool's idle ones go.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly GatewayServices _services;
    private readonly GatewayTelemetry _telemetry;
    private readonly Journal? _journal;
    private readonly RefusalBudget _budget;
    private readonly RefusalReporter? _reporter;
    private readonly CancellationTokenSource _end = new();
    private volatile GatewayState _state;

    /// <param name="configuration">What is in force first.</param>
    /// <param name="services">What outlives it.</param>
    /// <param name="telemetry">Counts.</param>
    /// <param name="journal">Counts as well; null where nothing is written.</param>
    /// <param name="budget">Counts refusals.</param>
    /// <param name="reporter">Tells of refusals at the gateway's own addresses; null where none is served.</param>
    public GatewayRuntime(GatewayConfiguration configuration, GatewayServices services, GatewayTelemetry telemetry, Journal? journal, RefusalBudget budget, RefusalReporter? reporter = null)
    {
        _services = services;
        _telemetry = telemetry;
        _journal = journal;
        _budget = budget;
        _reporter = reporter;
        _state = Compile(configuration);
        Bound(configuration);
    }

    public GatewayState State => _state;

    /// <summary>Puts a valid configuration in force, all of it or nothing. Listeners and store stay those of the start.</summary>
    public void Replace(GatewayConfiguration configuration)
    {
        var former = _state;
        _state = Compile(configuration);
        Bound(configuration);
        former.StopWatching();
        _ = RetireAsync(former);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _state.Dispose();
    }

    private GatewayState Compile(GatewayConfiguration configuration) =>
        RouteCompiler.Compile(configuration, _services, _telemetry, _journal, _reporter);

    /// <summary>The bounds of what outlives a configuration.</summary>
    private void Bound(GatewayConfiguration configuration)
    {
        _budget.Limit = configuration.Limits.RefusalsPerMinute;
        if (configuration.Schemes.OfType<SessionConfiguration>().FirstOrDefault() is { } session)
            _services.Sessions.Terms = session.Terms;
    }

    private async Task RetireAsync(GatewayState former)
    {
        await Task.Delay(Grace, _services.Clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        former.Dispose();
    }
}
