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

    // Beyond this nobody reads any more: the last lines are not worth an end that never comes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The shape of a line is written here once and needs no checking at each.
    private static readonly JsonWriterOptions _trusted = new() { SkipValidation = true };

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

    /// <summary>Writes what is left, as long as somebody takes it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
            return;
        await _stopping.CancelAsync();
        await _writing.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_writing.IsCompleted)
            _stopping.Dispose();
    }

    /// <summary>The line of an entry, with its end.</summary>
    internal static void Format(JournalEntry entry, IBufferWriter<byte> output)
    {
        // The default encoder is the strict one: quotes, control characters and everything beyond ASCII become \uXXXX.
        using var json = new Utf8JsonWriter(output, _trusted);
        Format(entry, json, output);
    }

    private static void Format(JournalEntry entry, Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        var isChallenge = entry.IsPlainChallenge;
        Span<char> time = stackalloc char[32];
        entry.Time.UtcDateTime.TryFormat(time, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        json.WriteStartObject();
        json.WriteString(Names.Time, time[..length]);
        json.WriteString(Names.Level, isChallenge ? "INFO" : "WARN");
        json.WriteString(Names.Event, isChallenge ? "challenged" : "refused");
        json.WriteString(Names.Reason, entry.Refusal.Row().Slug);
        json.WriteString(Names.PublicReason, entry.Refusal.PublicRow().Slug);
        json.WriteNumber(Names.Status, entry.Status);
        json.WriteString(Names.Route, entry.Route);
        json.WriteString(Names.Scheme, entry.Scheme);
        json.WriteString(Names.Client, entry.ClientAddress);
        json.WriteString(Names.Method, entry.Method);
        json.WriteString(Names.Host, entry.Authority);
        json.WriteString(Names.Path, entry.Path);
        json.WriteString(Names.Subject, entry.Subject);
        json.WriteString(Names.Reference, entry.Reference);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBatch);
        await using var json = new Utf8JsonWriter(buffer, _trusted);
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

    /// <summary>The names of the members, escaped once.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
        public static readonly JsonEncodedText Level = JsonEncodedText.Encode("level");
        public static readonly JsonEncodedText Event = JsonEncodedText.Encode("event");
        public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
        public static readonly JsonEncodedText PublicReason = JsonEncodedText.Encode("public_reason");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Route = JsonEncodedText.Encode("route");
        public static readonly JsonEncodedText Scheme = JsonEncodedText.Encode("scheme");
        public static readonly JsonEncodedText Client = JsonEncodedText.Encode("client");
        public static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
        public static readonly JsonEncodedText Host = JsonEncodedText.Encode("host");
        public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
        public static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");
        public static readonly JsonEncodedText Reference = JsonEncodedText.Encode("reference");
    }
}
