using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>
/// One JSON line for every refusal (<c>refused</c>, WARN) and challenge (<c>challenged</c>, INFO). Whatever a peer sent is escaped to printable
/// ASCII without quotes, so that no value can end a line or pose as another member.
/// </summary>
public sealed class JsonLog : IAsyncDisposable
{
    private const int MaxBatch = 64 * 1024;

    // Lines wait this long for company: under a flood one write serves many of them.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly Stream _stream;
    private readonly Channel<JournalEntry> _queue;
    private readonly ShardedCounter _dropped = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;

    /// <summary>A log to a stream, which stays open.</summary>
    /// <param name="stream">Where lines go, such as the standard output.</param>
    /// <param name="queueSize">How many entries may wait; more are dropped and counted.</param>
    public JsonLog(Stream stream, int queueSize = 16_384)
    {
        _stream = stream;
        _queue = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(queueSize) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>How many lines were not written.</summary>
    public long Dropped => _dropped.Value;

    /// <summary>Takes an entry. Never blocks, never throws.</summary>
    public void Write(JournalEntry entry)
    {
        if (!_queue.Writer.TryWrite(entry))
            _dropped.Add();
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
    }

    /// <summary>The line of an entry, with its end.</summary>
    internal static void Format(JournalEntry entry, IBufferWriter<byte> output)
    {
        var isChallenge = entry.IsPlainChallenge;

        // The default encoder is the strict one: quotes, control characters and everything beyond ASCII become \uXXXX.
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", isChallenge ? "INFO" : "WARN");
            json.WriteString("event", isChallenge ? "challenged" : "refused");
            json.WriteString("reason", entry.Refusal.Row().Slug);
            json.WriteString("public_reason", entry.Refusal.PublicRow().Slug);
            json.WriteNumber("status", entry.Status);
            json.WriteString("route", entry.Route);
            json.WriteString("scheme", entry.Scheme);
            json.WriteString("client", entry.ClientAddress);
            json.WriteString("method", entry.Method);
            json.WriteString("host", entry.Authority);
            json.WriteString("path", entry.Path);
            json.WriteString("subject", entry.Subject);
            json.WriteString("reference", entry.Reference);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await Task.Delay(Gathering, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var lines = 0;
            buffer.ResetWrittenCount();
            while (buffer.WrittenCount < MaxBatch && _queue.Reader.TryRead(out var entry))
            {
                Format(entry, buffer);
                lines++;
            }

            try
            {
                await _stream.WriteAsync(buffer.WrittenMemory);
                await _stream.FlushAsync();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or NotSupportedException)
            {
                // A closed pipe or a full disk must not stop the gateway.
                _dropped.Add(lines);
            }
        }
    }
}
