using System.Collections.Immutable;
using System.Text;
using Countersign.Cli.Requests.Recording;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Cli.Requests;

/// <summary>All messages of one request in their order, with what the handler thought of their answers: it is told by the handler and by the connections below.</summary>
/// <param name="redaction">Learns the secrets that go by.</param>
/// <param name="teller">Tells of each step as it happens; null for nobody.</param>
/// <param name="clock">The time.</param>
internal sealed class ExchangeStory(Redaction redaction, StoryText? teller, TimeProvider clock) : ExchangeObserver
{
    private readonly Lock _gate = new();
    private SentCredentials? _next;
    private (DateTimeOffset At, long Stamp) _tunnelSince;
    private readonly HashSet<(BoundedCopy Content, long Length)> _learnt = [];
    private ImmutableArray<StoryLeg> _legs = [];

    /// <summary>The field of a key that is sent unasked, without the handler; null for none.</summary>
    public string? KeyField { get; set; }

    /// <summary>The messages.</summary>
    public ImmutableArray<StoryLeg> Legs
    {
        get
        {
            lock (_gate)
                return _legs;
        }
    }

    /// <summary>The newest message of the request itself; null for none.</summary>
    public StoryLeg? Last => Legs.LastOrDefault(leg => leg.IsRequest);

    public override void Sending(RequestLeg leg, SentCredentials? sent)
    {
        lock (_gate)
        {
            // What is shown to a proxy is not what the origin sees.
            if (!leg.IsForProxy)
                _next = sent;
            else if (IsTunnel(leg))
                _tunnelSince = (clock.GetUtcNow(), clock.GetTimestamp());
        }
    }

    // The proxy's own connections are not listened to: of their messages this is the first that is known.
    public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response)
    {
        if (!IsTunnel(leg) || response.RequestMessage is not { } request)
            return;
        var message = new RecordedMessage(leg.Method.Method, leg.Target, _tunnelSince.At)
        {
            Version = response.Version,
            Fields = [.. RecordingHandler.FieldsOf(request)],
            Waited = clock.GetElapsedTime(_tunnelSince.Stamp),
            Answer = new((int)response.StatusCode, response.ReasonPhrase ?? "", [.. RecordingHandler.FieldsOf(response.Headers)], new(0)),
        };
        Learn(message.Fields);
        Learn(message.Answer.Fields);
        lock (_gate)
        {
            var tunnel = new StoryLeg(_legs.Length + 1, message)
            {
                IsTunnel = true,
                Scheme = sent?.Scheme.Name,
                IsAgain = _legs.LastOrDefault() is { IsTunnel: true, Message.Answer.Status: 407 },
            };
            _legs = _legs.Add(tunnel);
            teller?.Sent(tunnel);
            teller?.Received(tunnel, isBackChannel: false);
        }
    }

    public override void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements) => Change(leg, last =>
    {
        last.Judgements = judgements;
        teller?.Judged(last);
    });

    public override void Redirected(RequestLeg from, RequestLeg to, ImmutableArray<string> leftBehind) => Change(from, last =>
    {
        (last.Next, last.LeftBehind) = (to.Target, leftBehind);
        teller?.Redirected(last);
    });

    public override void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure) => Change(leg, last => last.Failure = failure);

    /// <summary>A message goes out.</summary>
    public void Sent(RecordedMessage message, bool isBackChannel)
    {
        LearnContents();
        Learn(message.Fields);
        lock (_gate)
        {
            var before = _legs.LastOrDefault(leg => leg.IsRequest);
            var leg = new StoryLeg(_legs.Length + 1, message)
            {
                IsBackChannel = isBackChannel,
                Scheme = isBackChannel ? null : _next?.Scheme.Name ?? (KeyField is { } field && message.Find(field) is not null ? "ApiKey" : null),
                IsAgain = !isBackChannel && before is { Next: null, Message: var former } && former.Url == message.Url,
            };
            _legs = _legs.Add(leg);
            teller?.Sent(leg);
        }
    }

    /// <summary>Its answer is here, or will not come.</summary>
    public void Received(RecordedMessage message, bool isBackChannel)
    {
        LearnContents();
        Learn(message.Answer?.Fields ?? []);
        lock (_gate)
            teller?.Received(_legs.First(leg => ReferenceEquals(leg.Message, message)), isBackChannel);
    }

    /// <summary>Learns the secrets in all that was said, before any of it is written down.</summary>
    public void LearnContents()
    {
        foreach (var leg in Legs)
        {
            Learn(leg.Message.Find("Content-Type"), leg.Message.Content);
            Learn(leg.Message.Answer?.Find("Content-Type"), leg.Message.Answer?.Content);
            foreach (var address in new[] { leg.Message.Url.AbsoluteUri, leg.Message.Answer?.Find("Location") ?? "" })
            {
                foreach (var secret in Redaction.Found(null, address))
                    redaction.Learn(Uri.UnescapeDataString(secret));
            }
        }
    }

    // Nothing is learnt anew from what has not grown.
    private void Learn(string? type, BoundedCopy? content)
    {
        if (content is null or { Length: 0 })
            return;
        lock (_gate)
        {
            if (!_learnt.Add((content, content.Length)))
                return;
        }

        // A form has its secrets beside files that are no text; what says that it is text, and is none, may have some all the same.
        var (octets, mediaType) = (content.ToArray(), RecordedAnswer.MediaTypeOf(type));
        var isForm = mediaType is "application/x-www-form-urlencoded" || mediaType?.StartsWith("multipart/", StringComparison.Ordinal) == true;
        if ((TextOctets.Read(octets) ?? (isForm || ResponseBody.IsJson(mediaType) ? Encoding.Latin1.GetString(octets) : null)) is { } text)
            redaction.Content(mediaType, text);
    }

    private void Learn(ImmutableArray<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
            redaction.LearnField(name, value);
    }

    private void Change(RequestLeg of, Action<StoryLeg> change)
    {
        lock (_gate)
        {
            if (_legs.LastOrDefault(leg => IsTunnel(of) ? leg.IsTunnel : leg.IsRequest) is { } last)
                change(last);
        }
    }

    private static bool IsTunnel(RequestLeg leg) => leg.IsForProxy && leg.Method == HttpMethod.Connect;
}
