using System.Net;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Simulator;

namespace Countersign.WebConsole.Beside;

/// <summary>The simulator and the exercises, on a free port of this machine: started when a page needs them first, and ended with the console.</summary>
/// <param name="clock">The time.</param>
internal sealed class LabBeside(TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LabServer? _server;

    /// <summary>Where it listens; null while it is not needed yet.</summary>
    public IPEndPoint? End { get; private set; }

    /// <summary>Its address, without a slash at its end; null while it is not needed yet.</summary>
    public string? Address => _server?.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>The exercises; null while they are not needed yet.</summary>
    public Laboratory? Laboratory => _server?.Laboratory;

    /// <summary>The one of a console.</summary>
    public static LabBeside Of(ConsoleRequest request) => request.State.Of(() => new LabBeside(request.Options.Clock));

    /// <summary>Starts it, where that was not done before.</summary>
    public async Task<LabServer> StartAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_server is null)
            {
                // Whoever left the page must not stop it for the others.
                _server = await LabServer.StartAsync(new SimulatorOptions { Clock = clock }, CancellationToken.None);
                End = new(IPAddress.Parse(_server.Url.Host.Trim('[', ']')), _server.Url.Port);
            }

            return _server;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _turn.Dispose();
    }
}
