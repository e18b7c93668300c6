using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// The content of a described request, which the proxy keeps. Reading it fails: a scheme that has to verify it, as Digest with auth-int, must not take it
/// for empty.
/// </summary>
internal sealed class UnpassedContent : Stream
{
    private UnpassedContent()
    {
    }

    public static UnpassedContent Instance { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw Unpassed();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw Unpassed();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw Unpassed();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static BadHttpRequestException Unpassed() => new("The credentials are over the content, which the proxy does not pass on.", StatusCodes.Status400BadRequest);
}
