using System.Net.Http.Headers;

namespace Countersign.Client.Tokens;

/// <summary>What came over a back channel: a whole answer, or why there is none.</summary>
internal sealed class BackChannelAnswer
{
    public BackChannelAnswer(HttpResponseMessage response, byte[]? octets) =>
        (Status, Headers, ContentType, Octets) = ((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, octets);

    public BackChannelAnswer(string outage, Exception cause) => (Outage, Cause) = (outage, cause);

    /// <summary>The status; 0 when there was no whole answer.</summary>
    public int Status { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public HttpResponseHeaders? Headers { get; }

    public string? ContentType { get; }

    /// <summary>The content; null when it is larger than anybody needs, or packed.</summary>
    public byte[]? Octets { get; }

    /// <summary>What the network did; null when there is an answer.</summary>
    public string? Outage { get; }

    public Exception? Cause { get; }

    /// <summary>How long the server asks to be left in peace (RFC 9110 §10.2.3).</summary>
    public TimeSpan? RetryAfter(TimeProvider clock) => Headers?.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - clock.GetUtcNow() is { Ticks: > 0 } wait => wait,
        _ => null,
    };
}
