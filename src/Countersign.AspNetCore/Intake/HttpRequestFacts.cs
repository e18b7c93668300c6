using System.Net;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Intake;

/// <summary>What may be seen of an HTTP request, read from its context on demand.</summary>
public sealed class HttpRequestFacts : RequestFacts
{
    private readonly HttpContext _context;
    private readonly ClientOrigin _origin;
    private readonly ContentRoom _room;
    private readonly ContentRoom _forms;
    private string? _host;
    private ReadOnlyMemory<byte>? _content;
    private ContentReading? _broken;

    /// <summary>Takes the facts of a request. The client is resolved at once, before anything rewrites forwarded fields.</summary>
    /// <param name="context">The request, as the server gave it.</param>
    /// <param name="canonical">Its target.</param>
    /// <param name="proxies">Whose word on the client is taken.</param>
    /// <param name="room">Where content that a scheme has to verify is kept.</param>
    /// <param name="forms">Where content is kept that may hold credentials, of which anybody may send as much as there is room for; null for the same place.</param>
    public HttpRequestFacts(HttpContext context, CanonicalTarget canonical, TrustedProxies proxies, ContentRoom room, ContentRoom? forms = null)
    {
        _context = context;
        _room = room;
        _forms = forms ?? room;
        Canonical = canonical;
        _origin = proxies.Resolve(context);
    }

    /// <summary>The target that rules match and that is forwarded.</summary>
    public CanonicalTarget Canonical { get; }

    /// <inheritdoc />
    public override string Authority => _origin.Host;

    /// <inheritdoc />
    public override string? ClientCertificateThumbprint => ClientCertificates.ThumbprintOf(_context);

    /// <inheritdoc />
    public override string Method => RequestMethods.Of(_context);

    /// <inheritdoc />
    public override string Target => _context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : Canonical.ToString();

    /// <inheritdoc />
    public override string Host => _host ??= HostAndPort.NameOf(_origin.Host);

    /// <inheritdoc />
    public override bool IsTls => _origin.IsTls;

    /// <inheritdoc />
    public override IPAddress ClientAddress => _origin.Address;

    /// <inheritdoc />
    public override bool IsFromScript
    {
        get
        {
            var headers = _context.Request.Headers;
            if (headers.ContainsKey("X-Requested-With"))
                return true;
            return headers.TryGetValue("Sec-Fetch-Mode", out var mode) && mode.Count > 0 && mode != "navigate";
        }
    }

    /// <inheritdoc />
    public override bool TakesTrailers
    {
        get
        {
            // Chunks, and trailers with them, came with HTTP/1.1.
            if (HttpProtocol.IsHttp10(_context.Request.Protocol))
                return false;
            foreach (var line in _context.Request.Headers.TE)
            {
                if (line is not null && line.Contains("trailers", StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return false;
        }
    }

    /// <inheritdoc />
    public override string? Field(string name) =>
        _context.Request.Headers.TryGetValue(name, out var lines) && lines.Count == 1 ? lines[0] : null;

    /// <inheritdoc />
    public override string? FieldLine(string name, int at) =>
        _context.Request.Headers.TryGetValue(name, out var lines) && at < lines.Count ? lines[at] : null;

    /// <inheritdoc />
    public override int FieldCount(string name) => _context.Request.Headers.TryGetValue(name, out var lines) ? lines.Count : 0;

    /// <inheritdoc />
    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) => ReadAsync(limit, _room, cancel);

    /// <inheritdoc />
    public override ValueTask<ContentReading> LookIntoContentAsync(int limit, CancellationToken cancel) => ReadAsync(limit, _forms, cancel);

    private async ValueTask<ContentReading> ReadAsync(int limit, ContentRoom room, CancellationToken cancel)
    {
        if (_broken is { } known)
            return known;
        limit = Math.Min(limit, Array.MaxLength - 1);
        if (_content is { } whole)
            return whole.Length <= limit ? ContentReading.Whole(whole) : TooLarge(limit);

        var request = _context.Request;
        if (request.ContentLength > limit)
            return TooLarge(limit);

        // The upstream still reads it, so it leaves the room with the request and not before.
        var gathered = new GatheredContent(room, ClientAddress);
        _context.Response.OnCompleted(static state => GiveBackAsync((GatheredContent)state), gathered);
        try
        {
            // One octet more than may come, to see that it comes.
            while (gathered.Length <= limit)
            {
                if (!gathered.TryExtend(limit + 1, out var free))
                    return Rejoined(gathered, ContentReading.Refuse(Refusal.ProtectionUnavailable, "The memory for contents that are read before anybody is let in is taken."));

                // Not cancelled: what has come of a content that breaks off is to be read as such, and slow clients are the server's business.
                var count = await request.Body.ReadAsync(free.Value, CancellationToken.None);
                if (count == 0)
                {
                    _content = gathered.Octets;
                    request.Body = gathered.AsStream();
                    return ContentReading.Whole(gathered.Octets);
                }

                gathered.Add(count);
            }
        }
        catch (BadHttpRequestException broken)
        {
            _broken = Broken(broken);
            return _broken.Value;
        }
        catch (IOException gone)
        {
            // Or the server would try to read the rest.
            _context.Abort();
            throw new OperationCanceledException("The client broke off.", gone, cancel);
        }

        return Rejoined(gathered, TooLarge(limit));
    }

    /// <summary>What was read goes before the rest, so that nobody ever gets a content without its head.</summary>
    private ContentReading Rejoined(GatheredContent head, ContentReading reading)
    {
        _context.Request.Body = new RejoinedStream(head.AsStream(), _context.Request.Body);
        return reading;
    }

    private static ContentReading TooLarge(int limit) =>
        ContentReading.Refuse(Refusal.ContentTooLarge, $"The content exceeds {limit} octets, which is all that is read of it before anybody is let in.");

    /// <summary>The server's own limit, or framing that it can't read.</summary>
    private static ContentReading Broken(BadHttpRequestException broken) => ContentReading.Refuse(
        broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusal.ContentTooLarge : Refusal.RequestAmbiguous,
        PeerText.OwnWords(broken.Message));

    private static Task GiveBackAsync(GatheredContent content)
    {
        content.GiveBack();
        return Task.CompletedTask;
    }
}
