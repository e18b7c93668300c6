namespace Countersign.Cli;

/// <summary>The standard error, which may be closed (<c>2>&amp;-</c>): what is told there is lost then, and nothing else.</summary>
internal sealed class StandardError : Stream
{
    private readonly Stream _inner = Console.OpenStandardError();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Has the program tell what it tells by this one.</summary>
    public static void Use() => Console.SetError(new StreamWriter(new StandardError(), Console.Error.Encoding) { AutoFlush = true });

    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _inner.Write(buffer, offset, count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) // a descriptor that is none
        {
            // Nobody is there to be told.
        }
    }

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
