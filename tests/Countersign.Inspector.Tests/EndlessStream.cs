using System.Text;

namespace Countersign.Inspector.Tests;

/// <summary>A device: what it gives has a beginning, and then the same again and again.</summary>
internal sealed class EndlessStream(string beginning, string repeated) : Stream
{
    private readonly byte[] _repeated = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 4096)));
    private ReadOnlyMemory<byte> _next = Encoding.UTF8.GetBytes(beginning);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_next.IsEmpty)
            _next = _repeated;
        var count = Math.Min(buffer.Length, _next.Length);
        _next.Span[..count].CopyTo(buffer);
        _next = _next[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
