using System.Collections.Frozen;
using System.Net.Http.Headers;
using Countersign.Client.Schemes;

namespace Countersign.Client.Exchanges;

/// <summary>A request for one address: the caller's, or what a redirect made of it. The caller's own message is never changed nor sent.</summary>
internal sealed class Hop
{
    // What is meant for one origin and is no business of another (RFC 9110 §15.4, step 3 of its list), whoever set it.
    private static readonly FrozenSet<string> Credentials = new[]
    {
        "Authorization", "Proxy-Authorization", "Cookie", "DPoP", "X-API-Key", "X-Auth-Token", "X-Access-Token", "Api-Key", "Host",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly HttpRequestMessage _given;
    private readonly IReadOnlyList<KeyValuePair<string, HeaderStringValues>> _fields;

    private Hop(HttpRequestMessage given, RequestLeg leg, IReadOnlyList<KeyValuePair<string, HeaderStringValues>> fields)
    {
        _given = given;
        _fields = fields;
        Leg = leg;
    }

    public RequestLeg Leg { get; }

    /// <summary>Whether the caller shows credentials of its own choice, which nobody overrides.</summary>
    public bool HasCredentials => _fields.Any(each => each.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

    public static Hop First(HttpRequestMessage given, int copyLimit)
    {
        given.Options.TryGetValue(RequestOptions.ContentFactory, out var factory);
        given.Options.TryGetValue(RequestOptions.Partition, out var partition);
        var leg = new RequestLeg(given.Method, given.RequestUri!, ReplayableContent.Of(given.Content, factory, copyLimit), partition);
        return new(given, leg, [.. given.Headers.NonValidated]);
    }

    /// <summary>The message for one sending.</summary>
    public HttpRequestMessage Message(SentCredentials? sent)
    {
        var message = new HttpRequestMessage(Leg.Method, Leg.Target) { Version = _given.Version, VersionPolicy = _given.VersionPolicy, Content = Leg.Content.Next() };
        foreach (var (name, values) in _fields)
            message.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, value) in sent?.Fields ?? [])
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in _given.Options)
            ((IDictionary<string, object?>)message.Options)[name] = value;
        return message;
    }

    /// <summary>Where an answer sends the request on to; null where it does not, or to where nobody follows.</summary>
    public Hop? After(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            return null;
        var target = Uri.TryCreate(Leg.Target, location, out var resolved) ? resolved : null;
        if (target is null || (target.Scheme != Uri.UriSchemeHttps && (target.Scheme != Uri.UriSchemeHttp || Leg.Origin.IsTls)))
            return null;

        var dropsContent = status switch
        {
            303 => Leg.Method != HttpMethod.Head,
            301 or 302 => Leg.Method == HttpMethod.Post,
            _ => false,
        };
        if (!dropsContent && !Leg.Content.CanRepeat)
            return null;
        var next = new RequestLeg(dropsContent ? HttpMethod.Get : Leg.Method, target, dropsContent ? ReplayableContent.None : Leg.Content, Leg.Partition);
        return new(_given, next, [.. _fields.Where(each => IsKept(each.Key, next, dropsContent))]);
    }

    private bool IsKept(string name, RequestLeg next, bool dropsContent)
    {
        if (dropsContent && (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || name.Equals("Expect", StringComparison.OrdinalIgnoreCase)))
            return false;

        // Once left behind, what an origin may know does not come back when a redirect does.
        return next.Origin == Leg.Origin || !Credentials.Contains(name);
    }
}
