using System.Net;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Simulator;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Beside;

/// <summary>The simulator and the exercises, on a free port of this machine: started when a page needs them first, and ended with the console.</summary>
/// <param name="options">The console's.</param>
internal sealed class LabBeside(ConsoleOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LabServer? _server;

    /// <summary>Where it listens; null while it is not needed yet.</summary>
    public IPEndPoint? End { get; private set; }

    /// <summary>The one of a console.</summary>
    public static LabBeside Of(ConsoleRequest request) => request.State.Of(() => new LabBeside(request.Options));

    /// <summary>Starts it, where that was not done before.</summary>
    public async Task<LabServer> StartAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_server is null)
            {
                // Whoever left the page must not stop it for the others.
                _server = await LabServer.StartAsync(new SimulatorOptions { Clock = options.Clock, Seed = options.Progress?.Read().Seed }, CancellationToken.None);
                if (options.Progress is { } progress)
                    _server.Laboratory.Watch(notice => Keep(progress, notice));
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

    private static void Keep(IKeptProgress progress, LabNotice notice)
    {
        if (notice.State.SolvedAt is not null && (notice.IsJustSolved || notice.State.Standing.Change is not null))
            progress.Change(before => before.With(notice.State));
    }
}
