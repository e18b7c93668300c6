using System.Net;

namespace Countersign.Cli.Requests.Recording;

/// <summary>The content of a request, of which a copy is kept while it is sent. It belongs to the request; this only stands before it.</summary>
internal sealed class ListeningContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly BoundedCopy _copy;

    public ListeningContent(HttpContent inner, BoundedCopy copy)
    {
        (_inner, _copy) = (inner, copy);
        _ = inner.Headers.ContentLength; // which makes it known, where it is
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _copy.Clear();
        return _inner.CopyToAsync(new ListeningStream(stream, _copy), context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
