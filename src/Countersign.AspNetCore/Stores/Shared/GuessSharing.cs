using System.Buffers.Binary;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Passwords;
using Dapper;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>
/// Tells the other gateways on a store of wrong guesses and reads theirs, a few times a second and apart from requests: those look into memory alone.
/// While the database is gone, each gateway counts by itself, and tells of it later.
/// </summary>
internal sealed class GuessSharing : IDisposable
{
    private const int PairLength = 25;
    private const int MostAtOnce = 2_000;
    private const int MostRows = 100_000;
    private const int Slice = 10_000;

    // To tell and to read takes two of these at most, and a second is promised.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TidyInterval = TimeSpan.FromSeconds(30);

    // Those after the first see what it set. Who tells holds its row until the end, so that numbers are seen in order.
    private const string Number = "UPDATE guess_changes SET number = number + 1";

    private const string Lower =
        """
        UPDATE wrong_guesses SET guesses = greatest(0, guesses - lowered.by), change = (SELECT number FROM guess_changes)
        FROM unnest(@Lowered, @By) AS lowered (pair, by) WHERE wrong_guesses.pair = lowered.pair
        """;

    private const string Raise =
        $"""
        INSERT INTO wrong_guesses AS kept (pair, guesses, latest, change)
        SELECT pair, wrong, {SharedSql.Now}, (SELECT number FROM guess_changes) FROM unnest(@Raised, @Wrong) AS raised (pair, wrong)
        WHERE @HasRoom OR EXISTS (SELECT FROM wrong_guesses AS known WHERE known.pair = raised.pair)
        ON CONFLICT (pair) DO UPDATE SET
            guesses = CASE WHEN kept.latest + @Window <= excluded.latest THEN 0 ELSE kept.guesses END + excluded.guesses, latest = excluded.latest, change = excluded.change
        """;

    // Numbers of another server, such as a promoted standby, may stand for other changes.
    private const string Changed =
        $"""
        SELECT server, number, pair, guesses, {SharedSql.Now} - latest AS age
        FROM (SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server, number FROM guess_changes) AS here
        LEFT JOIN wrong_guesses ON change > CASE WHEN here.server = @Server THEN @Seen ELSE 0 END
        """;

    private readonly Store _store;
    private readonly Lockout _lockout;
    private readonly long _window;
    private readonly TimeProvider _time;
    private readonly Action<string?>? _told;
    private readonly CancellationTokenSource _stopping = new();
    private string? _failure;
    private long _server;
    private long _seen;
    private long _lastTidied;
    private bool _hasRoom = true;

    /// <summary>Shares what a lockout counts until it is disposed.</summary>
    /// <param name="store">Where gateways meet.</param>
    /// <param name="lockout">What counts here.</param>
    /// <param name="window">How long guesses count.</param>
    /// <param name="time">Says when to look.</param>
    /// <param name="told">Is told what is wrong, and null when all is well again.</param>
    public GuessSharing(Store store, Lockout lockout, TimeSpan window, TimeProvider time, Action<string?>? told = null)
    {
        _store = store;
        _lockout = lockout;
        _window = (long)window.TotalMilliseconds;
        _time = time;
        _told = told;
        _lastTidied = time.GetTimestamp();
        lockout.Share();
        _ = Task.Run(ShareAsync);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Cancel();

    /// <summary>Tells what is untold, and reads what others told.</summary>
    internal async Task ExchangeAsync()
    {
        var untold = _lockout.TakeUntold(MostAtOnce);
        try
        {
            var changed = await _store.AskAsync(connection => ExchangeAsync(connection, untold));
            untold = [];
            foreach (var row in changed)
                Adopt(row);
            (_server, _seen) = (changed[0].Server, changed[0].Number);
        }
        finally
        {
            _lockout.ReturnUntold(untold);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, this gateway goes on counting, and tries again.")]
    private async Task ShareAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await ExchangeAsync();
                Tell(null);
            }
            catch (Exception e)
            {
                pause = Pause;
                Tell(_store.IsFault(e) ? _store.Explain(e) : e.Message);
            }

            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private async Task<List<Row>> ExchangeAsync(DbConnection connection, List<(Attempts Attempts, GuessChange Change)> untold)
    {
        if (untold.Count > 0)
            await TellAsync(connection, untold);
        if (_time.GetElapsedTime(_lastTidied) >= TidyInterval)
            await TidyAsync(connection);
        return [.. await connection.QueryAsync<Row>(Changed, new { Server = _server, Seen = _seen }, commandTimeout: SharedSql.Patience)];
    }

    private async Task TellAsync(DbConnection connection, List<(Attempts Attempts, GuessChange Change)> untold)
    {
        var lowered = untold.Where(each => each.Change.Forgets || each.Change.Wrong < 0).ToList();
        var raised = untold.Where(each => each.Change.Wrong > 0).ToList();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(Number, transaction: transaction, commandTimeout: SharedSql.Patience);
        if (lowered.Count > 0)
        {
            var what = new
            {
                Lowered = lowered.Select(each => PairOf(each.Attempts)).ToArray(),
                By = lowered.Select(each => each.Change.Forgets ? Lockout.MostCounted : -(long)each.Change.Wrong).ToArray(),
            };
            await connection.ExecuteAsync(Lower, what, transaction, SharedSql.Patience);
        }

        if (raised.Count > 0)
        {
            var what = new
            {
                Raised = raised.Select(each => PairOf(each.Attempts)).ToArray(),
                Wrong = raised.Select(each => (long)each.Change.Wrong).ToArray(),
                HasRoom = _hasRoom,
                Window = _window,
            };
            await connection.ExecuteAsync(Raise, what, transaction, SharedSql.Patience);
        }

        await transaction.CommitAsync();
    }

    /// <summary>Forgets what counts nowhere any more. A flood of names fills the table no further than this; then the known ones are counted alone.</summary>
    private async Task TidyAsync(DbConnection connection)
    {
        _lastTidied = _time.GetTimestamp();
        await connection.ExecuteAsync(
            $"DELETE FROM wrong_guesses WHERE ctid = ANY (ARRAY(SELECT ctid FROM wrong_guesses WHERE latest <= {SharedSql.Now} - 2 * @Window LIMIT @Slice FOR UPDATE SKIP LOCKED))",
            new { Window = _window, Slice },
            commandTimeout: SharedSql.Patience);
        _hasRoom = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM wrong_guesses", commandTimeout: SharedSql.Patience) < MostRows;
    }

    private void Adopt(Row row)
    {
        if (row.Pair is { Length: PairLength } pair)
            _lockout.Adopt(AttemptsOf(pair), row.Guesses, TimeSpan.FromMilliseconds(Math.Max(0, row.Age)), mayLower: row.Server == _server);
    }

    private void Tell(string? failure)
    {
        if (failure == _failure || _stopping.IsCancellationRequested)
            return;
        _failure = failure;
        _told?.Invoke(failure);
    }

    private static byte[] PairOf(Attempts attempts)
    {
        var pair = new byte[PairLength];
        BinaryPrimitives.WriteUInt128BigEndian(pair, attempts.Name);
        pair[16] = attempts.Network.IsIPv6 ? (byte)6 : (byte)4;
        BinaryPrimitives.WriteUInt64BigEndian(pair.AsSpan(17), attempts.Network.Bits);
        return pair;
    }

    private static Attempts AttemptsOf(byte[] pair) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(pair), new(BinaryPrimitives.ReadUInt64BigEndian(pair.AsSpan(17)), pair[16] == 6));

    private sealed record Row(long Server, long Number, byte[]? Pair, long Guesses, long Age);
}
