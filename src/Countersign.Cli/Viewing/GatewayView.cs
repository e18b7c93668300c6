using Countersign.Gateway.Hosting;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>A running gateway as the console sees it.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="file">Its configuration file, absolute.</param>
internal sealed class GatewayView(GatewayHost gateway, string file) : IGatewayView, IDisposable
{
    private readonly LiveDecisions _decisions = new(gateway.Telemetry, gateway.Journal, gateway.Services.Clock);

    /// <inheritdoc/>
    public string Name { get; } = $"Gateway {Path.GetFileName(file)}";

    /// <inheritdoc/>
    public ILiveDecisions Decisions => _decisions;

    /// <inheritdoc/>
    public IExplanations Explanations { get; } = new Explanations(gateway);

    /// <inheritdoc/>
    public IRouteBook Routes { get; } = new RouteBook(gateway, file);

    /// <inheritdoc/>
    public IPeopleRegister People { get; } = new PeopleRegister(gateway);

    /// <inheritdoc/>
    public IGatewayHealth Health { get; } = new GatewayHealth(gateway, file);

    /// <inheritdoc/>
    public void Dispose() => _decisions.Dispose();
}
