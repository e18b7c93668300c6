using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>A recording as checks look at it: what came before and after an exchange, and what must not be concluded.</summary>
/// <param name="recording">The recording.</param>
internal sealed class RecordingView(Recording recording)
{
    private readonly Dictionary<int, ImmutableArray<ChallengeField>> _challenges = [];

    /// <summary>The recording.</summary>
    public Recording Recording => recording;

    /// <summary>The fields of challenges that an answer has: WWW-Authenticate, Proxy-Authenticate, both or none.</summary>
    public ImmutableArray<ChallengeField> Challenges(Exchange exchange)
    {
        if (!_challenges.TryGetValue(exchange.Index, out var fields))
            _challenges.Add(exchange.Index, fields = ChallengeField.AllOf(exchange));
        return fields;
    }

    /// <summary>What an answer offers in WWW-Authenticate and Proxy-Authenticate.</summary>
    public IEnumerable<Offer> Offers(Exchange exchange) => Challenges(exchange).SelectMany(field => field.Offers);

    /// <summary>What an answer offers of one scheme.</summary>
    public IEnumerable<Offer> Offers(Exchange exchange, string scheme) => Offers(exchange).Where(offer => offer.Is(scheme));

    /// <summary>Exchanges with the same origin before this one, the latest first.</summary>
    public IEnumerable<Exchange> Before(Exchange exchange) => recording.Exchanges.Take(exchange.Index).Reverse().Where(other => IsSameOrigin(other, exchange));

    /// <summary>Exchanges with the same origin behind this one, the next first.</summary>
    public IEnumerable<Exchange> After(Exchange exchange) => recording.Exchanges.Skip(exchange.Index + 1).Where(other => IsSameOrigin(other, exchange));

    /// <summary>The next exchange for the same method and address; null for none.</summary>
    public Exchange? NextTry(Exchange exchange) =>
        After(exchange).FirstOrDefault(other => other.Request?.Method == exchange.Request?.Method && other.Request?.Url == exchange.Request?.Url);

    /// <summary>Whether the same method and address got in later.</summary>
    public bool GotIn(Exchange exchange)
    {
        for (var next = NextTry(exchange); next is not null; next = NextTry(next))
        {
            if (next.Status is >= 200 and < 400)
                return true;
        }

        return false;
    }

    /// <summary>Whether credentials were sent for certain, were not, or nobody can say.</summary>
    public bool? ShowsCredentials(Exchange exchange)
    {
        if (exchange.Request is { HasCredentials: true })
            return true;
        return exchange.Request is null || recording.Omits(Omissions.Credentials) ? null : false;
    }

    private static bool IsSameOrigin(Exchange one, Exchange other) =>
        one.Request?.Url is { } a && other.Request?.Url is { } b && Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
