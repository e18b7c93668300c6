using System.Collections.Immutable;
using Countersign.Cli.Requests.Recording;
using Microsoft.AspNetCore.Http;

namespace Countersign.Cli.Capturing;

/// <summary>A request and its answer while they pass.</summary>
internal sealed class Passing
{
    /// <summary>How much of a content is kept, in octets.</summary>
    private const int Kept = 256 * 1024;

    private readonly HttpContext _context;
    private readonly BoundedCopy _sent = new(Kept);
    private readonly BoundedCopy _answered = new(Kept);
    private readonly Stream _body;
    private readonly Uri _address;
    private readonly DateTimeOffset _at;
    private readonly ImmutableArray<(string Name, string Value)> _fields;
    private readonly TimeProvider _clock;
    private readonly long _since;
    private TimeSpan? _waited;

    public Passing(HttpContext context, Uri address, TimeProvider clock)
    {
        (_context, _address, _at, _clock, _since) = (context, address, clock.GetUtcNow(), clock, clock.GetTimestamp());
        _fields = FieldsOf(context.Request.Headers);
        _body = context.Response.Body;
        context.Request.Body = new ListeningStream(context.Request.Body, _sent);
        context.Response.Body = new ListeningStream(_body, _answered);
        context.Response.OnStarting(() =>
        {
            _waited = clock.GetElapsedTime(_since);
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether the server's answer has begun.</summary>
    public bool HasAnswer => _waited is not null;

    /// <summary>What is written from here on is the proxy's own.</summary>
    public void PassOn() => _context.Response.Body = _body;

    /// <summary>What was said.</summary>
    /// <param name="outage">Why there is no answer; null where there is one.</param>
    public RecordedMessage Message(string? outage)
    {
        var response = _context.Response;
        var hasContent = _sent.Length > 0 || _context.Request.ContentLength > 0;
        return new(_context.Request.Method, _address, _at)
        {
            Version = _context.Request.Protocol == "HTTP/1.0" ? new(1, 0) : new(1, 1),
            Fields = _fields,
            Content = hasContent ? _sent : null,
            Waited = _waited ?? _clock.GetElapsedTime(_since),
            Answer = outage is null ? new(response.StatusCode, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(response.StatusCode), FieldsOf(response.Headers), _answered) : null,
            Outage = outage,
        };
    }

    private static ImmutableArray<(string Name, string Value)> FieldsOf(IHeaderDictionary fields) =>
        [.. fields.Where(field => !field.Key.StartsWith(':')).SelectMany(field => field.Value, (field, value) => (field.Key, value ?? ""))];
}
