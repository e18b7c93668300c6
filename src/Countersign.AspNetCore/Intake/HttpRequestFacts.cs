using System.Net;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Intake;

/// <summary>What may be seen of an HTTP request, read from its context on demand.</summary>
public sealed class HttpRequestFacts : RequestFacts
{
    private readonly HttpContext _context;
    private readonly ClientOrigin _origin;
    private string? _host;
    private ReadOnlyMemory<byte>? _content;

    /// <summary>Takes the facts of a request. The client is resolved at once, before anything rewrites forwarded fields.</summary>
    public HttpRequestFacts(HttpContext context, CanonicalTarget canonical, TrustedProxies proxies)
    {
        _context = context;
        Canonical = canonical;
        _origin = proxies.Resolve(context);
    }

    /// <summary>The target that rules match and that is forwarded.</summary>
    public CanonicalTarget Canonical { get; }

    /// <summary>The host and port as the client asked for them.</summary>
    public string Authority => _origin.Host;

    /// <inheritdoc />
    public override string Method => RequestMethods.Of(_context);

    /// <inheritdoc />
    public override string Target => _context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : Canonical.ToString();

    /// <inheritdoc />
    public override string Host => _host ??= NameOf(_origin.Host);

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
    public override int FieldCount(string name) => _context.Request.Headers.TryGetValue(name, out var lines) ? lines.Count : 0;

    /// <inheritdoc />
    public override async ValueTask<ReadOnlyMemory<byte>?> ReadContentAsync(int limit, CancellationToken cancel)
    {
        if (_content is { } known)
            return known.Length <= limit ? known : (ReadOnlyMemory<byte>?)null;

        var request = _context.Request;
        if (request.ContentLength > limit)
            return null;

        var read = new MemoryStream((int)(request.ContentLength ?? Math.Min(limit, 4096)));
        var part = new byte[Math.Min(limit + 1, 16 * 1024)];
        while (read.Length <= limit)
        {
            var count = await request.Body.ReadAsync(part, cancel);
            if (count == 0)
            {
                _content = read.GetBuffer().AsMemory(0, (int)read.Length);
                read.Position = 0;
                request.Body = read;
                return _content;
            }

            read.Write(part, 0, count);
        }

        // Too large to judge: what was read goes before the rest, so that nobody ever gets a content without its head.
        read.Position = 0;
        request.Body = new RejoinedStream(read, request.Body);
        return null;
    }

    /// <summary>The name of a host and port: lower case, no port, no final dot (both spell the same host).</summary>
    internal static string NameOf(string authority)
    {
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        var name = (end > 0 ? authority.AsSpan(0, end) : authority).TrimEnd('.');
        return name.Length == authority.Length && !name.ContainsAnyInRange('A', 'Z') ? authority : name.ToString().ToLowerInvariant();
    }
}
