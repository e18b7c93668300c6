using Npgsql;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Waits for what other gateways tell of their changes. A connection that breaks is made anew; what was missed meanwhile the store's polls see.</summary>
internal sealed class PostgresListener : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlDataSource _source;
    private readonly Action _changed;

    public PostgresListener(NpgsqlDataSource source, Action changed)
    {
        _source = source;
        _changed = changed;
        _ = Task.Run(ListenAsync);
    }

    public void Dispose() => _stopping.Cancel();

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(_stopping.Token);
            }
#pragma warning disable CA1031 // Whatever it is, the next connection may be better; without one there are the polls.
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _stopping.Dispose();
    }

    private async Task ListenOnceAsync(CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using (var command = new NpgsqlCommand($"LISTEN {PostgresDialect.Channel}", connection))
            await command.ExecuteNonQueryAsync(cancel);
        while (true)
        {
            _changed();
            await connection.WaitAsync(cancel);
        }
    }
}
