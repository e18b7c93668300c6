using System.Buffers;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public sealed class JsonLogTests
{
    [Fact]
    public void Writes_one_object_a_line() => Assert.Equal(
        """{"time":"2030-01-02T12:00:00.345Z","level":"WARN","event":"refused","reason":"basic-wrong-password","public_reason":"basic-wrong-password","status":401,"route":"reports","scheme":"staff","client":"192.0.2.7","method":"GET","host":"example.org:8443","path":"/reports/1","subject":"ann","reference":"r1"}""" + "\n",
        Line(Entries.Wrong("r1")));

    [Fact]
    public void Tells_a_challenge_from_a_refusal()
    {
        var challenge = Read(Entries.Challenge("c"));
        var denied = Read(Entries.Bare("d"));

        Assert.Equal(("INFO", "challenged"), (Text(challenge, "level"), Text(challenge, "event")));
        Assert.Equal(("WARN", "refused"), (Text(denied, "level"), Text(denied, "event")));
        Assert.Equal(JsonValueKind.Null, denied.GetProperty("route").ValueKind);
    }

    [Fact]
    public void Writes_the_exact_reason_and_the_public_one()
    {
        var line = Read(Entries.Wrong("r") with { Refusal = Refusal.ApiKeyRevoked });

        Assert.Equal(("api-key-revoked", "api-key-unknown"), (Text(line, "reason"), Text(line, "public_reason")));
    }

    [Theory]
    [InlineData("\n{\"level\":\"WARN\",\"event\":\"refused\"}\n")]
    [InlineData("\r\n\t\b\f\v\0\u001b[2J\u007f\u0085\u2028\u2029")]
    [InlineData("\",\"client\":\"203.0.113.9\",\"x\":\"")]
    [InlineData("\\\",\\u000a</script>'`&+")]
    [InlineData("\u202egnp.exe \u00e4\U0001f511")]
    public void Lets_no_value_end_a_line_or_pose_as_another_member(string hostile)
    {
        var entry = Entries.Wrong(hostile) with { Path = hostile, Subject = hostile, Method = hostile, Authority = hostile, Route = hostile, Scheme = hostile };

        var line = Line(entry);

        Assert.All(line[..^1], c => Assert.InRange(c, ' ', '~'));
        Assert.Equal('\n', line[^1]);
        var read = Read(entry);
        Assert.Equal(14, read.EnumerateObject().Count());
        Assert.All(new[] { "path", "subject", "method", "host", "route", "scheme", "reference" }, name => Assert.Equal(hostile, Text(read, name)));
        Assert.Equal("192.0.2.7", Text(read, "client"));
    }

    [Fact]
    public void Survives_half_a_character() => Assert.Equal("/\ufffd", Text(Read(Entries.Wrong("r") with { Path = "/\ud800" }), "path"));

    [Fact]
    public async Task Writes_what_is_left_at_its_end()
    {
        using var stream = new MemoryStream();
        await using (var log = new JsonLog(stream))
        {
            for (var i = 0; i < 3_000; i++)
                log.Write(Entries.Wrong("r"));
        }

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(3_000, lines.Length - 1);
        Assert.All(lines[..^1], line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Counts_what_a_slow_reader_did_not_take()
    {
        using var stream = new StuckStream();
        var log = new JsonLog(stream, queueSize: 2);
        log.Write(Entries.Wrong("first"));
        await stream.Stuck.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
            log.Write(Entries.Wrong("r"));

        Assert.Equal(3, log.Dropped);
        stream.Release.SetResult();
        await log.DisposeAsync();
        Assert.Equal(3, stream.Lines);
    }

    [Fact]
    public async Task Ends_though_nobody_takes_its_lines()
    {
        using var stream = new StuckStream();
        var log = new JsonLog(stream);
        log.Write(Entries.Wrong("r"));
        await stream.Stuck.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await log.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        stream.Release.SetResult();
    }

    [Fact]
    public async Task Counts_what_a_broken_pipe_did_not_take_and_goes_on()
    {
        using var stream = new StuckStream { IsBroken = true };
        stream.Release.SetResult();
        await using var log = new JsonLog(stream);
        log.Write(Entries.Wrong("lost"));
        Assert.True(await Eventually.IsSoAsync(() => log.Dropped == 1));

        stream.IsBroken = false;
        log.Write(Entries.Wrong("kept"));
        Assert.True(await Eventually.IsSoAsync(() => stream.Lines == 1));
    }

    [Fact]
    public async Task Takes_nothing_after_its_end_and_does_not_throw()
    {
        var log = new JsonLog(Stream.Null);
        await log.DisposeAsync();
        await log.DisposeAsync();

        log.Write(Entries.Wrong("late"));

        Assert.Equal(1, log.Dropped);
    }

    private static string Line(JournalEntry entry)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonLog.Format(entry, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonElement Read(JournalEntry entry) => JsonDocument.Parse(Line(entry)).RootElement;

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    /// <summary>Takes bytes when it is allowed to.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public TaskCompletionSource Stuck { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsBroken;

        public int Lines { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Stuck.TrySetResult();
            await Release.Task;
            if (IsBroken)
                throw new IOException("Broken pipe");
            Lines += buffer.Span.Count((byte)'\n');
        }
    }
}
