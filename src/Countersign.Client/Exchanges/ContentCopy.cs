using System.Buffers;
using System.Net;

namespace Countersign.Client.Exchanges;

/// <summary>A copy of content that can be read once, kept while it is sent, until it is more than a limit.</summary>
/// <param name="given">The content.</param>
/// <param name="limit">How many octets are kept.</param>
internal sealed class ContentCopy(HttpContent given, int limit)
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _octets = new();
    private volatile Progress _progress = Progress.NotBegun;
    private int _sendings;

    private enum Progress
    {
        NotBegun,
        Begun,
        Whole,
        TooLarge,
    }

    /// <summary>Whether nothing of it was read yet, as when a server refuses before <c>100 Continue</c>, or the copy has all of it.</summary>
    public bool CanRepeat => _progress is Progress.NotBegun or Progress.Whole;

    private long? LengthOfGiven => given.Headers.ContentLength;

    /// <summary>The content for one sending.</summary>
    public HttpContent Next()
    {
        HttpContent next;
        lock (_gate)
            next = _progress == Progress.Whole ? new ReadOnlyMemoryContent(_octets.WrittenMemory) : new Copying(this, ++_sendings);
        foreach (var (name, values) in given.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                next.Headers.TryAddWithoutValidation(name, values);
        }

        return next;
    }

    private async Task CopyToAsync(int sending, Stream stream, TransportContext? context, CancellationToken cancel)
    {
        // Over a connection that broke the handler below may ask twice.
        if (_progress == Progress.Whole)
        {
            await stream.WriteAsync(_octets.WrittenMemory, cancel);
            return;
        }

        // A sending that was given up before its content was wanted must not want it later, when another has it.
        lock (_gate)
        {
            if (_progress != Progress.NotBegun || sending != _sendings)
                throw new InvalidOperationException("This content was sent in part and can't be sent again.");
            _progress = Progress.Begun;
        }

        var copying = new CopyingStream(stream, this);
        await using (copying.ConfigureAwait(false))
            await given.CopyToAsync(copying, context, cancel);
        if (_progress == Progress.Begun)
            _progress = Progress.Whole;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        if (_progress == Progress.TooLarge)
            return;
        if (_octets.WrittenCount + octets.Length <= limit)
        {
            _octets.Write(octets);
            return;
        }

        _progress = Progress.TooLarge;
        _octets.ResetWrittenCount();
    }

    private sealed class Copying(ContentCopy owner, int sending) : HttpContent
    {
        private readonly long? _length = owner.LengthOfGiven;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => owner.CopyToAsync(sending, stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            owner.CopyToAsync(sending, stream, context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _length ?? 0;
            return _length is not null;
        }
    }

    private sealed class CopyingStream(Stream inner, ContentCopy owner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            owner.Keep(buffer.AsSpan(offset, count));
            inner.Write(buffer, offset, count);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            owner.Keep(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
