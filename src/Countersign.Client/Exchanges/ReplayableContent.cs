using System.Collections;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Countersign.Schemes.Digest;

namespace Countersign.Client.Exchanges;

/// <summary>
/// The content of a request, as far as it can be sent more than once: what can be read again is, what the caller makes anew is, and of anything else a
/// copy is kept while it is sent, up to a limit. Nothing is read before it is sent.
/// </summary>
internal sealed class ReplayableContent
{
    private readonly HttpContent? _given;
    private readonly Func<HttpContent>? _factory;
    private readonly ContentCopy? _copy;
    private bool _isSent;

    private ReplayableContent(HttpContent? given, Func<HttpContent>? factory, int limit)
    {
        _given = given;
        _factory = factory;
        _copy = given is null || factory is not null || IsRepeatable(given) ? null : new(given, limit);
    }

    public static ReplayableContent None { get; } = new(null, null, 0);

    public bool IsEmpty => _given is null;

    /// <summary>Whether <see cref="Next"/> has all of it once more.</summary>
    public bool CanRepeat => !_isSent || _copy is null or { CanRepeat: true };

    /// <param name="given">The content of the caller's request.</param>
    /// <param name="factory">Makes it anew; null where the caller has no such function.</param>
    /// <param name="limit">Of how many octets a copy is kept.</param>
    public static ReplayableContent Of(HttpContent? given, Func<HttpContent>? factory, int limit) => given is null ? None : new(given, factory, limit);

    /// <summary>The content for one sending.</summary>
    /// <exception cref="InvalidOperationException">It can't be repeated.</exception>
    public HttpContent? Next()
    {
        if (!CanRepeat)
            throw new InvalidOperationException("This content was sent and can't be sent again.");
        var isFirst = !_isSent;
        _isSent = true;
        if (_copy is not null)
            return _copy.Next();
        return isFirst || _factory is null ? _given : _factory();
    }

    /// <summary>Whether the caller's own content serves for the first sending.</summary>
    public bool CanSendAsGiven => _copy is null;

    /// <summary>Says that it does.</summary>
    public void SendAsGiven() => _isSent = true;

    /// <summary>
    /// H(content) in hex by a pass over its octets as they will be sent; null where it can be read once and no copy was kept of it yet: it is then for the
    /// sending to read it.
    /// </summary>
    public async ValueTask<byte[]?> HashAsync(DigestAlgorithm algorithm, CancellationToken cancel)
    {
        var hash = new DigestContentHash(algorithm);
        if (_given is null)
            return hash.Finish();
        if (_copy is not null && !(_isSent && _copy.CanRepeat))
            return null;

        var made = _copy?.Next() ?? _factory?.Invoke();
        using (made)
        {
            var passing = new HashingStream(hash);
            await using (passing.ConfigureAwait(false))
                await (made ?? _given).CopyToAsync(passing, cancel);
        }

        return hash.Finish();
    }

    // Of the framework's own kinds it is known which serialize as often as they are asked.
    private static bool IsRepeatable(HttpContent content) => content switch
    {
        ByteArrayContent or ReadOnlyMemoryContent => true,
        JsonContent json => IsRepeatable(json),
        MultipartContent parts => parts.All(IsRepeatable),
        _ => content.GetType() == typeof(StreamContent) && content.ReadAsStream().CanSeek,
    };

    // What is listed while it is written may be there once only.
    private static bool IsRepeatable(JsonContent json) => json.Value switch
    {
        string or ICollection or JsonNode => true,
        IEnumerable or IAsyncEnumerable<object> or IAsyncDisposable => false,
        _ => !json.ObjectType.IsGenericType || json.ObjectType.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>),
    };

    private sealed class HashingStream(DigestContentHash hash) : Stream
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

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => hash.Append(buffer.AsSpan(offset, count));

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            hash.Append(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.Append(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
