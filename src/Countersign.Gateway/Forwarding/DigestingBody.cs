using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.Forwarding;

/// <summary>Lets a duty see the response content as it passes, and sends its field as a trailer at the end (CONTRACT 24).</summary>
internal sealed class DigestingBody(Stream inner, ResponseDuty duty, HttpContext context) : Stream
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

    public static void Install(HttpContext context, ResponseDuty duty)
    {
        var feature = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Response.DeclareTrailer(duty.FieldName);
        var body = new DigestingBody(feature.Stream, duty, context);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, feature));
    }

    /// <summary>Called when the whole content has passed.</summary>
    public void AppendTrailer()
    {
        if (context.Response.SupportsTrailers())
            context.Response.AppendTrailer(duty.FieldName, duty.Value());
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        duty.Append(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        duty.Append(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
