using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks.Flow;

/// <summary>What passes between the exchanges of a recording: tokens that were got, what origins said of themselves, and calls that were asked for credentials before each success.</summary>
internal sealed class FlowFacts
{
    private readonly List<Exchange> _grants = [];
    private readonly Dictionary<string, Exchange> _metadata = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Exchange>> _asked = new(StringComparer.OrdinalIgnoreCase);

    public FlowFacts(Recording recording)
    {
        var refused = new Dictionary<(string Method, Uri Url), Exchange>();
        foreach (var exchange in recording.Exchanges)
        {
            if (exchange.Request is not { Url: { } url } request)
                continue;
            if (exchange.Status == 200 && url.AbsolutePath.StartsWith("/.well-known/oauth-protected-resource", StringComparison.Ordinal))
                _metadata.TryAdd(url.GetLeftPart(UriPartial.Authority), exchange);
            if (request.Method == "POST" && IsGrant(request))
                _grants.Add(exchange);
            if (exchange is { Status: 401, Request.HasCredentials: false })
                refused[(request.Method, url)] = exchange;
            else if (refused.Remove((request.Method, url), out var asked) && exchange.Status is >= 200 and < 300 && asked.Index == exchange.Index - 1)
                Asked(url).Add(exchange);
        }
    }

    /// <summary>Questions for tokens (RFC 6749 §4), in their order.</summary>
    public IReadOnlyList<Exchange> Grants => _grants;

    /// <summary>Where an origin said what it is as a protected resource (RFC 9728 §3); null where the recording does not have it.</summary>
    public Exchange? Metadata(Uri url) => _metadata.GetValueOrDefault(url.GetLeftPart(UriPartial.Authority));

    /// <summary>The calls to an origin that got in right after they had been asked for credentials.</summary>
    public IReadOnlyList<Exchange> AskedBefore(Uri url) => _asked.TryGetValue(url.GetLeftPart(UriPartial.Authority), out var calls) ? calls : [];

    private List<Exchange> Asked(Uri url)
    {
        var origin = url.GetLeftPart(UriPartial.Authority);
        if (!_asked.TryGetValue(origin, out var calls))
            _asked.Add(origin, calls = []);
        return calls;
    }

    private static bool IsGrant(RecordedRequest request) =>
        request.Fields.First("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true && request.Content.Octets.Span.IndexOf("grant_type="u8) >= 0;
}
