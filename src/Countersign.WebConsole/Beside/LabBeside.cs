using System.Net;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Simulator;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Beside;

/// <summary>The simulator and the exercises, where the console's options say: started when a page needs them first, if that was not done before, and ended with the console.</summary>
/// <param name="options">The console's.</param>
internal sealed class LabBeside(ConsoleOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LabServer? _server;

    /// <summary>Where it listens; null while it is not needed yet.</summary>
    public IPEndPoint? End { get; private set; }

    /// <summary>The one of a console.</summary>
    public static LabBeside Of(ConsoleRequest request) => Of(request.State, request.Options);

    /// <summary>The one of a console whose pages keep what they keep there.</summary>
    public static LabBeside Of(ConsoleState state, ConsoleOptions options) => state.Of(() => new LabBeside(options));

    /// <summary>Starts it, where that was not done before.</summary>
    /// <exception cref="InvalidOperationException">The console opens none.</exception>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public async Task<LabServer> StartAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_server is null)
            {
                var listen = options.Lab ?? throw new InvalidOperationException("This console opens no server beside it.");

                // Whoever left the page must not stop it for the others.
                _server = await LabServer.StartAsync(new SimulatorOptions { Listen = listen, Clock = options.Clock, Seed = options.Progress?.Read().Seed }, CancellationToken.None);
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
