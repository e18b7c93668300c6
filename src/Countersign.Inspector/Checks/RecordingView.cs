using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Checks.Flow;
using Countersign.Inspector.Checks.Probes;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Checks.Token;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>A recording as checks look at it: what came before and after an exchange, and what must not be concluded.</summary>
/// <param name="recording">The recording.</param>
internal sealed class RecordingView(Recording recording)
{
    /// <summary>How many exchanges of one origin are looked through to either side: a long recording is to be judged in time, too.</summary>
    private const int Reach = 500;

    private readonly Dictionary<int, ImmutableArray<ChallengeField>> _challenges = [];
    private readonly Dictionary<string, List<Exchange>> _visits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Method, Uri Url), List<Exchange>> _tries = [];
    private readonly Dictionary<int, ImmutableArray<SeenToken>> _tokens = [];
    private readonly Dictionary<int, SaidReason> _said = [];
    private readonly Dictionary<int, SaidSubject> _subjects = [];
    private FlowFacts? _flow;
    private readonly Dictionary<string, int> _firsts = new(StringComparer.Ordinal);
    private readonly Dictionary<List<Exchange>, int> _lastSuccess = [];

    private ProbeMatrix? _probes;

    /// <summary>What was asked by probes.</summary>
    public ProbeMatrix Probes => _probes ??= new(recording);

    /// <summary>What the API says of itself; null where nobody gave that.</summary>
    public ApiDescription? Api { get; init; }

    /// <summary>The recording.</summary>
    public Recording Recording => recording;

    /// <summary>The fields of challenges that an answer has: WWW-Authenticate, Proxy-Authenticate, both or none.</summary>
    public ImmutableArray<ChallengeField> Challenges(Exchange exchange)
    {
        if (!_challenges.TryGetValue(exchange.Index, out var fields))
            _challenges.Add(exchange.Index, fields = ChallengeField.AllOf(exchange));
        return fields;
    }

    /// <summary>What passes between exchanges.</summary>
    public FlowFacts Flow => _flow ??= new(recording);

    /// <summary>What an answer offers in WWW-Authenticate and Proxy-Authenticate.</summary>
    public IEnumerable<Offer> Offers(Exchange exchange) => Challenges(exchange).SelectMany(field => field.Offers);

    /// <summary>What an answer offers of one scheme.</summary>
    public IEnumerable<Offer> Offers(Exchange exchange, string scheme) => Offers(exchange).Where(offer => offer.Is(scheme));

    /// <summary>The tokens at an exchange.</summary>
    public ImmutableArray<SeenToken> Tokens(Exchange exchange)
    {
        if (recording.Given is null && exchange.Request is not { HasCredentials: true })
            return [];
        if (!_tokens.TryGetValue(exchange.Index, out var tokens))
            _tokens.Add(exchange.Index, tokens = SeenToken.Of(exchange, this));
        return tokens;
    }

    /// <summary>What a refusal says of why it refuses.</summary>
    public SaidReason Said(Exchange exchange)
    {
        if (!_said.TryGetValue(exchange.Index, out var said))
            _said.Add(exchange.Index, said = SaidReason.Of(exchange, this));
        return said;
    }

    /// <summary>What a refusal is about, by what the server says itself.</summary>
    public SaidSubject Subject(Exchange exchange)
    {
        if (!_subjects.TryGetValue(exchange.Index, out var subject))
            _subjects.Add(exchange.Index, subject = SaidSubject.Of(exchange, this));
        return subject;
    }

    /// <summary>Whether credentials of this mark are sent by this exchange for the first time.</summary>
    public bool IsFirst(string mark, Exchange exchange)
    {
        if (_firsts.Count == 0)
        {
            foreach (var each in recording.Exchanges)
            {
                foreach (var presented in each.Request?.Credentials ?? [])
                    _firsts.TryAdd(presented.Mark, each.Index);
            }
        }

        return !_firsts.TryGetValue(mark, out var first) || first == exchange.Index;
    }

    /// <summary>Exchanges with the same origin before this one, the latest first.</summary>
    public IEnumerable<Exchange> Before(Exchange exchange) => Before(exchange, Visit(exchange));

    /// <summary>Exchanges with the same origin behind this one, the next first.</summary>
    public IEnumerable<Exchange> After(Exchange exchange) => After(exchange, Visit(exchange));

    /// <summary>Other exchanges for the same method and address: those behind this one, then those before it, the latest first.</summary>
    public IEnumerable<Exchange> OtherTries(Exchange exchange) => After(exchange, Tries(exchange)).Concat(Before(exchange, Tries(exchange)));

    /// <summary>The next exchange for the same method and address; null for none.</summary>
    public Exchange? NextTry(Exchange exchange) => After(exchange, Tries(exchange)).FirstOrDefault();

    /// <summary>The exchange for the same method and address before this one; null for none.</summary>
    public Exchange? LastTry(Exchange exchange) => Before(exchange, Tries(exchange)).FirstOrDefault();

    /// <summary>Whether the same method and address got in later.</summary>
    public bool GotIn(Exchange exchange)
    {
        var tries = Tries(exchange);
        if (tries.Count == 0)
            return false;
        if (!_lastSuccess.TryGetValue(tries, out var last))
            _lastSuccess.Add(tries, last = tries.FindLast(each => each.Status is >= 200 and < 400)?.Index ?? -1);
        return last > exchange.Index;
    }

    /// <summary>Whether credentials were sent for certain, were not, or nobody can say.</summary>
    public bool? ShowsCredentials(Exchange exchange)
    {
        if (exchange.Request is { HasCredentials: true })
            return true;
        return exchange.Request is null || recording.Omits(Omissions.Credentials) ? null : false;
    }

    private static IEnumerable<Exchange> Before(Exchange exchange, List<Exchange> among)
    {
        var place = PlaceIn(among, exchange.Index);
        for (var at = place - 1; at >= Math.Max(0, place - Reach); at--)
            yield return among[at];
    }

    private static IEnumerable<Exchange> After(Exchange exchange, List<Exchange> among)
    {
        var place = PlaceIn(among, exchange.Index + 1);
        for (var at = place; at < Math.Min(among.Count, place + Reach); at++)
            yield return among[at];
    }

    // All exchanges with the origin of this one, in their order.
    private List<Exchange> Visit(Exchange exchange)
    {
        Index();
        return OriginOf(exchange) is { } origin && _visits.TryGetValue(origin, out var visit) ? visit : [];
    }

    // All exchanges for the method and address of this one, in their order.
    private List<Exchange> Tries(Exchange exchange)
    {
        Index();
        return exchange.Request is { Url: { } url } request && _tries.TryGetValue((request.Method, url), out var tries) ? tries : [];
    }

    private void Index()
    {
        if (_visits.Count > 0)
            return;
        foreach (var each in recording.Exchanges)
        {
            if (each is not { Role: not ExchangeRole.Probe, Request: { Url: { } url } request })
                continue;
            (CollectionsMarshal.GetValueRefOrAddDefault(_visits, OriginOf(url), out _) ??= []).Add(each);
            (CollectionsMarshal.GetValueRefOrAddDefault(_tries, (request.Method, url), out _) ??= []).Add(each);
        }
    }

    private static string? OriginOf(Exchange exchange) => exchange.Request?.Url is { } url ? OriginOf(url) : null;

    private static string OriginOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.Unescaped);

    // Where in a visit the first exchange stands whose place in the recording is this one or a later one.
    private static int PlaceIn(List<Exchange> visit, int index)
    {
        var (low, high) = (0, visit.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = visit[middle].Index < index ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
