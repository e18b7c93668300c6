using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;

namespace Countersign.Lab.Exercises.Challenges;

/// <summary>The end of a connection that leads into an exercise instead of a network: takes GET requests in HTTP/1.1, and answers without content.</summary>
internal sealed class InnerConnection(Exercise exercise, ExerciseRecord record) : Stream
{
    private const int MaxHead = 64 * 1024;

    private readonly Channel<byte[]> _answers = Channel.CreateUnbounded<byte[]>();
    private readonly StringBuilder _head = new();
    private ReadOnlyMemory<byte> _left;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _head.Append(Encoding.Latin1.GetString(buffer.Span));
        if (_head.Length > MaxHead)
            throw new IOException("The request is too long.");
        var text = _head.ToString();
        if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0)
        {
            _head.Remove(0, end + 4);
            await _answers.Writer.WriteAsync(await AnswerAsync(text[..end].Split("\r\n"), cancellationToken), cancellationToken);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A client asks for nothing to learn when there is something.
        while (_left.IsEmpty)
        {
            if (!await _answers.Reader.WaitToReadAsync(cancellationToken))
                return 0;
            if (buffer.IsEmpty)
                return 0;
            if (_answers.Reader.TryRead(out var next))
                _left = next;
        }

        var count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _answers.Writer.TryComplete();
        base.Dispose(disposing);
    }

    private async Task<byte[]> AnswerAsync(string[] head, CancellationToken cancel)
    {
        var request = LabRequest.Get(head[0].Split(' ') is [_, var target, ..] ? target.TrimStart('/') : "");
        foreach (var line in head.Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                request = request.With(line[..colon], line[(colon + 1)..].Trim());
        }

        var context = Minimal.Replay.ContextOf(record.Learner.Name, exercise.Number, request);
        var answer = await exercise.AnswerAsync(new(new(context, new SimulatedClient(record.Learner.Name), record.State), request, record), cancel);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {AnswerWriter.Title(answer.Status)}\r\nContent-Length: 0\r\n");
        foreach (var (name, value) in answer.Fields)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}
