using System.Collections.Immutable;
using Countersign.Cli.Requests.Recording;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Cli.Requests;

/// <summary>All messages of one request in their order, with what the handler thought of their answers: it is told by the handler and by the connections below.</summary>
/// <param name="redaction">Learns the secrets that go by.</param>
/// <param name="teller">Tells of each step as it happens; null for nobody.</param>
internal sealed class ExchangeStory(Redaction redaction, StoryText? teller) : ExchangeObserver
{
    private readonly Lock _gate = new();
    private SentCredentials? _next;
    private ImmutableArray<StoryLeg> _legs = [];

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
    public StoryLeg? Last => Legs.LastOrDefault(leg => !leg.IsBackChannel);

    public override void Sending(RequestLeg leg, SentCredentials? sent)
    {
        lock (_gate)
            _next = sent;
    }

    public override void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements) => Change(last =>
    {
        last.Judgements = judgements;
        teller?.Judged(last);
    });

    public override void Redirected(RequestLeg from, RequestLeg to, ImmutableArray<string> leftBehind) => Change(last =>
    {
        (last.Next, last.LeftBehind) = (to.Target, leftBehind);
        teller?.Redirected(last);
    });

    public override void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure) => Change(last => last.Failure = failure);

    /// <summary>A message goes out.</summary>
    public void Sent(RecordedMessage message, bool isBackChannel)
    {
        foreach (var (name, value) in message.Fields)
            redaction.LearnField(name, value);
        lock (_gate)
        {
            var before = _legs.LastOrDefault(leg => !leg.IsBackChannel);
            var leg = new StoryLeg(_legs.Length + 1, message)
            {
                IsBackChannel = isBackChannel,
                Scheme = isBackChannel ? null : _next?.Scheme.Name,
                IsAgain = !isBackChannel && before is { Next: null, Message: var former } && former.Url == message.Url,
            };
            _legs = _legs.Add(leg);
            teller?.Sent(leg);
        }
    }

    /// <summary>Its answer is here, or will not come.</summary>
    public void Received(RecordedMessage message, bool isBackChannel)
    {
        foreach (var (name, value) in message.Answer?.Fields ?? [])
            redaction.LearnField(name, value);
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

    private void Learn(string? type, BoundedCopy? content)
    {
        if (content is not null && TextOctets.Read(content.ToArray()) is { } text)
            redaction.Content(RecordedAnswer.MediaTypeOf(type), text);
    }

    private void Change(Action<StoryLeg> change)
    {
        lock (_gate)
        {
            if (_legs.LastOrDefault(leg => !leg.IsBackChannel) is { } last)
                change(last);
        }
    }
}
