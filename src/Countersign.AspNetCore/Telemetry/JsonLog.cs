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

    // Lines wait this long for company, unless there is more of it than one write takes: one write serves many.
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
        // The default encoder is the strict one: quotes, control characters and everything beyond ASCII become \uXXXX.
        using var json = new Utf8JsonWriter(output);
        Format(entry, json, output);
    }

    private static void Format(JournalEntry entry, Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        var isChallenge = entry.IsPlainChallenge;
        Span<char> time = stackalloc char[32];
        entry.Time.UtcDateTime.TryFormat(time, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        json.WriteStartObject();
        json.WriteString("time"u8, time[..length]);
        json.WriteString("level"u8, isChallenge ? "INFO" : "WARN");
        json.WriteString("event"u8, isChallenge ? "challenged" : "refused");
        json.WriteString("reason"u8, entry.Refusal.Row().Slug);
        json.WriteString("public_reason"u8, entry.Refusal.PublicRow().Slug);
        json.WriteNumber("status"u8, entry.Status);
        json.WriteString("route"u8, entry.Route);
        json.WriteString("scheme"u8, entry.Scheme);
        json.WriteString("client"u8, entry.ClientAddress);
        json.WriteString("method"u8, entry.Method);
        json.WriteString("host"u8, entry.Authority);
        json.WriteString("path"u8, entry.Path);
        json.WriteString("subject"u8, entry.Subject);
        json.WriteString("reference"u8, entry.Reference);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBatch);
        await using var json = new Utf8JsonWriter(buffer);
        var isBehind = false;
        while (await _queue.Reader.WaitToReadAsync())
        {
            if (!isBehind)
                await Task.Delay(Gathering, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var lines = 0;
            buffer.ResetWrittenCount();
            while (buffer.WrittenCount < MaxBatch && _queue.Reader.TryRead(out var entry))
            {
                json.Reset();
                Format(entry, json, buffer);
                lines++;
            }

            isBehind = buffer.WrittenCount >= MaxBatch;
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
