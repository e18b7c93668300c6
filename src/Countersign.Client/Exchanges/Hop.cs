using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Countersign.Client.Schemes;

namespace Countersign.Client.Exchanges;

/// <summary>A request for one address: the caller's, or what a redirect made of it. It makes a message for each sending.</summary>
internal sealed class Hop
{
    // What is meant for one origin and is no business of another (RFC 9110 §15.4, step 3 of its list), whoever set it.
    private static readonly FrozenSet<string> Credentials = new[]
    {
        "Authorization", "Proxy-Authorization", "Cookie", "DPoP", "X-API-Key", "X-Auth-Token", "X-Access-Token", "Api-Key", "Host",
        "ApiKey", "X-Goog-Api-Key", "X-Functions-Key", "Ocp-Apim-Subscription-Key", "X-Amz-Security-Token", "X-Vault-Token", "Private-Token", "X-CSRF-Token", "X-XSRF-Token",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly HttpRequestMessage _given;
    private readonly ImmutableArray<KeyValuePair<string, HeaderStringValues>> _fields;

    private Hop(HttpRequestMessage given, RequestLeg leg, ImmutableArray<KeyValuePair<string, HeaderStringValues>> fields)
    {
        _given = given;
        _fields = fields;
        Leg = leg;
    }

    public RequestLeg Leg { get; }

    /// <summary>Whether the caller neither forbids it nor shows credentials of its own choice, which nobody overrides; not where a redirect has left them behind either.</summary>
    public bool MayShowCredentials => !_given.Headers.NonValidated.Contains("Authorization") && !RequestOptions.IsAnonymous(_given);

    /// <summary>The caller's own request.</summary>
    /// <param name="given">The request.</param>
    /// <param name="leg">Its leg.</param>
    /// <param name="fieldCount">How many fields the caller gave it: those that others added while it was sent stand behind them and are of that sending.</param>
    public static Hop First(HttpRequestMessage given, RequestLeg leg, int fieldCount) => new(given, leg, [.. given.Headers.NonValidated.Take(fieldCount)]);

    /// <summary>The message for one sending.</summary>
    public HttpRequestMessage Message(SentCredentials? sent)
    {
        var message = new HttpRequestMessage(Leg.Method, Leg.Address) { Version = _given.Version, VersionPolicy = _given.VersionPolicy, Content = Leg.Content.Next() };
        message.Headers.Protocol = _given.Headers.Protocol;
        foreach (var (name, values) in _fields)
            message.Headers.TryAddWithoutValidation(name, values);
        sent?.PutOn(message.Headers);
        foreach (var (name, value) in _given.Options)
            ((IDictionary<string, object?>)message.Options)[name] = value;
        return message;
    }

    /// <summary>Where an answer sends the request on to; null where it does not, or to where nobody follows.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="keyFields">The fields that carry keys of this client.</param>
    public Hop? After(HttpResponseMessage response, FrozenSet<string> keyFields)
    {
        if (!Redirect.IsOne(response.StatusCode) || response.Headers.Location is not { } location)
            return null;
        if (!Uri.TryCreate(Leg.Address, location, out var target) || Origin.Find(target) is not { } origin || (Leg.Origin.IsTls && !origin.IsTls))
            return null;
        if (Handshake.IsAt(target) && !Handshake.IsAt(Leg.Address))
            return null;

        var dropsContent = Redirect.DropsContent(response.StatusCode, Leg.Method);
        if (!dropsContent && !Leg.Content.CanRepeat)
            return null;
        var next = new RequestLeg(dropsContent ? HttpMethod.Get : Leg.Method, target, dropsContent ? ReplayableContent.None : Leg.Content, Leg.Partition);
        return new(_given, next, [.. _fields.Where(each => IsKept(each.Key, next, keyFields, dropsContent))]);
    }

    /// <summary>The names of the fields that the next hop does not have.</summary>
    public ImmutableArray<string> LeftBehind(Hop next) => [.. _fields.Select(each => each.Key).Except(next._fields.Select(each => each.Key), StringComparer.OrdinalIgnoreCase)];

    private bool IsKept(string name, RequestLeg next, FrozenSet<string> keyFields, bool dropsContent)
    {
        if (dropsContent && (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || name.Equals("Expect", StringComparison.OrdinalIgnoreCase)))
            return false;

        // Once left behind, what an origin may know does not come back when a redirect does.
        return next.Origin == Leg.Origin || !(Credentials.Contains(name) || keyFields.Contains(name));
    }
}
