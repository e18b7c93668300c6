using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Admission;

/// <summary>Lets a duty see the response content as it passes, and sends its field as a trailer at the end (CONTRACT 24).</summary>
internal sealed class DigestingBody(IHttpResponseBodyFeature inner, ResponseDuty duty, HttpContext context) : Stream
{
    private readonly PipeWriter _writer = inner.Writer;
    private bool _hasBegun;
    private bool _hasEnded;
    private bool _endsWithTrailer;
    private bool _writesChunks;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static DigestingBody Install(HttpContext context, ResponseDuty duty)
    {
        var feature = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new DigestingBody(feature, duty, context);
        context.Features.Set<IHttpResponseBodyFeature>(new Ending(body, feature));
        return body;
    }

    /// <summary>Whether the content that passes is the one that is sent: the server's own, with nothing between that changes it.</summary>
    public static bool SeesWhatIsSent(HttpContext context) =>
        ReferenceEquals(context.Features.Get<IHttpResponseBodyFeature>(), context.Features.Get<IHttpResponseFeature>());

    /// <summary>The one of an answer; null when its duty needs no content.</summary>
    public static DigestingBody? Of(HttpContext context) => context.Features.Get<IHttpResponseBodyFeature>()?.Stream as DigestingBody;

    /// <summary>Called when the head of the answer is known.</summary>
    public void Begin()
    {
        if (_hasBegun || _hasEnded)
            return;
        _hasBegun = true;
        var response = context.Response;
        if (context.Request.Method == "HEAD" || response.StatusCode is < 200 or 204 or 205 or 304)
        {
            // No content will come: the field is known at once.
            response.Headers[duty.FieldName] = duty.Value();
            return;
        }

        // A trailer needs a chunked answer. Kestrel has none in HTTP/1.1, but leaves the chunks to who sets the coding.
        _endsWithTrailer = true;
        response.Headers.ContentLength = null;
        response.DeclareTrailer(duty.FieldName);
        _writesChunks = !response.SupportsTrailers();
        if (_writesChunks)
            response.Headers.TransferEncoding = "chunked";
    }

    /// <summary>Called when the whole content has passed; a content that was cut off is never signed.</summary>
    public async ValueTask EndAsync()
    {
        if (!_endsWithTrailer || _hasEnded)
            return;
        _hasEnded = true;
        if (!_writesChunks)
        {
            context.Response.AppendTrailer(duty.FieldName, duty.Value());
            return;
        }

        Encoding.ASCII.GetBytes($"0\r\n{duty.FieldName}: {duty.Value()}\r\n\r\n", _writer);
        await _writer.FlushAsync(context.RequestAborted);
    }

    /// <summary>Gives the answer back to the server; one that was not begun is not signed any more.</summary>
    public void Remove()
    {
        _hasEnded = true;
        context.Features.Set(inner);
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // An empty chunk would be the last one.
        if (buffer.IsEmpty)
            return;
        if (!_hasBegun)
            await inner.StartAsync(cancellationToken); // who begins when the answer does
        if (_endsWithTrailer)
            duty.Append(buffer.Span);
        if (_writesChunks)
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{buffer.Length:x}\r\n"), _writer);
        _writer.Write(buffer.Span);
        if (_writesChunks)
            _writer.Write("\r\n"u8);
        await _writer.FlushAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the content where an application completes the answer by itself.</summary>
    private sealed class Ending(DigestingBody body, IHttpResponseBodyFeature inner) : StreamResponseBodyFeature(body, inner)
    {
        public override async Task CompleteAsync()
        {
            await Writer.FlushAsync();
            await body.EndAsync();
            await PriorFeature!.CompleteAsync();
        }
    }
}
