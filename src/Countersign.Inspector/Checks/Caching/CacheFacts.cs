using System.Globalization;
using System.Net.Http.Headers;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks.Caching;

/// <summary>What an answer allows caches (RFC 9111 §5.2.2). Directives that can't be read are passed over, as caches are to do.</summary>
internal sealed class CacheFacts
{
    private readonly List<CacheControlHeaderValue> _parts = [];

    private CacheFacts(RecordedResponse response, DateTimeOffset? receivedAt)
    {
        if (response.Fields.Joined("Cache-Control") is { } value)
        {
            if (CacheControlHeaderValue.TryParse(value, out var all))
                _parts.Add(all);
            else
                _parts.AddRange(response.Fields.List("Cache-Control").Select(member => CacheControlHeaderValue.TryParse(member, out var one) ? one : null).OfType<CacheControlHeaderValue>());
        }

        IsKeyed = response.Fields.List("Vary") is var vary && (vary.Contains("*") || vary.Contains("Authorization", StringComparer.OrdinalIgnoreCase));
        HasExpires = response.Fields.Has("Expires");

        // RFC 9111 §4.2.1: max-age goes before Expires, which counts from Date.
        Lifetime = Seconds(part => part.MaxAge) ?? (DateOf(response, "Expires") is { } expires && (DateOf(response, "Date") ?? receivedAt) is { } from ? expires - from : null);
    }

    public bool NoStore => _parts.Exists(part => part.NoStore);

    /// <summary>Whether it must not be used again without a question; with the names of fields behind it, it speaks of those alone.</summary>
    public bool NoCache => _parts.Exists(part => part.NoCache && part.NoCacheHeaders.Count == 0);

    public bool IsPrivate => _parts.Exists(part => part.Private && part.PrivateHeaders.Count == 0);

    public bool IsPublic => _parts.Exists(part => part.Public);

    public bool MustRevalidate => _parts.Exists(part => part.MustRevalidate);

    /// <summary>How long it is fresh by its own word, for a cache of one person; null where it says nothing.</summary>
    public TimeSpan? Lifetime { get; }

    /// <summary>How long it is fresh for a cache of many, where it says so apart.</summary>
    public TimeSpan? SharedLifetime => Seconds(part => part.SharedMaxAge);

    /// <summary>Whether it is chosen by the Authorization field of the next request, or never: then it can't be given to another one.</summary>
    public bool IsKeyed { get; }

    private bool HasExpires { get; }

    /// <summary>Whether a cache may keep it whatever its status (RFC 9111 §3).</summary>
    public bool IsStorable => !NoStore && (IsPublic || IsPrivate || HasExpires || _parts.Exists(part => part.MaxAge is not null || part.SharedMaxAge is not null));

    /// <summary>Whether a cache may use it again without a question. With <c>public</c> alone it may guess how long (RFC 9111 §4.2.2).</summary>
    public bool IsReusable => !NoStore && !NoCache && !IsKeyed && (SharedLifetime > TimeSpan.Zero || (Lifetime is { } lifetime ? lifetime > TimeSpan.Zero : IsPublic && !HasExpires));

    /// <summary>How long it may be used after it went stale (RFC 5861), as it is written; null for not at all.</summary>
    public string? Stale =>
        NoStore || NoCache || MustRevalidate ? null
        : _parts.SelectMany(part => part.Extensions).FirstOrDefault(each => each.Name is { } name && (Is(name, "stale-while-revalidate") || Is(name, "stale-if-error")) && int.TryParse(each.Value, out var seconds) && seconds > 0)?.ToString();

    public static CacheFacts Of(Exchange exchange) => new(exchange.Response!, exchange.StartedAt);

    /// <summary>Whether the answer to this method is one that caches keep.</summary>
    public static bool IsCacheable(Exchange exchange) => exchange.Request?.Method is null or "GET" or "HEAD";

    /// <summary>For how long it may be shown again, in words.</summary>
    public string Words() => (SharedLifetime > TimeSpan.Zero ? SharedLifetime : Lifetime) is { } lifetime ? $"for {(long)lifetime.TotalSeconds} seconds" : "for as long as a cache thinks fit";

    private TimeSpan? Seconds(Func<CacheControlHeaderValue, TimeSpan?> of) => _parts.Select(of).FirstOrDefault(value => value is not null);

    private static bool Is(string name, string directive) => name.Equals(directive, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? DateOf(RecordedResponse response, string name) =>
        DateTimeOffset.TryParse(response.Fields.First(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
