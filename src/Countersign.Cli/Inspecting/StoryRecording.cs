using System.Collections.Immutable;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Cli.Inspecting;

/// <summary>Makes of what was sent and answered a recording to judge. Secrets stay behind.</summary>
/// <param name="given">The secrets that were given for it.</param>
/// <param name="marks">The marks of secrets; null for marks that no other recording has.</param>
internal sealed class StoryRecording(GivenSecrets given, Marks? marks = null)
{
    private readonly MessageIntake _intake = new(given: given, marks: marks);

    /// <summary>Takes the secrets of further exchanges, by the same marks.</summary>
    public MessageIntake Intake => _intake;

    /// <summary>The secrets of an order.</summary>
    public static GivenSecrets SecretsOf(RequestOrder order)
    {
        var (given, found) = (order.Credentials, new GivenSecrets());
        foreach (var secret in new[] { given.Password, given.Token, given.Key, order.ProxyUser?.Password }.Concat(given.Others?.Secrets ?? []).Concat(order.Secrets))
            found.Add(secret?.Reveal());
        found.AddField(given.KeyField);
        return found;
    }

    public Recording Of(ImmutableArray<StoryLeg> legs) => new()
    {
        Source = RecordingSource.Live,
        Exchanges = [.. legs.Select((leg, index) => Of(leg, index))],
    };

    /// <summary>One message and its answer.</summary>
    public Exchange Of(StoryLeg leg, int index)
    {
        var (message, answer) = (leg.Message, leg.Message.Answer);
        return new()
        {
            Index = index,
            Request = RequestOf(message),
            Response = answer is null ? null : ResponseOf(message, answer),
            Role = RoleOf(leg),
            StartedAt = message.StartedAt,
            Duration = message.Waited,
            Trouble = answer is null && message.Outage is { } outage ? _intake.Text(outage) : null,
        };
    }

    private static ExchangeRole RoleOf(StoryLeg leg) => leg switch
    {
        { IsTunnel: true } => ExchangeRole.Connect,
        { IsBackChannel: true } => ExchangeRole.Authorization,
        { Message.Method: "OPTIONS" } when leg.Message.Find("Origin") is not null && leg.Message.Find("Access-Control-Request-Method") is not null => ExchangeRole.Preflight,
        _ => ExchangeRole.Request,
    };

    private RecordedRequest RequestOf(RecordedMessage message)
    {
        var target = message.Method == "CONNECT" ? $"{message.Url.IdnHost}:{message.Url.Port}" : message.Url.PathAndQuery;
        var content = message.Content?.ToArray() ?? [];
        return _intake.Request(message.Method, target, message.Url.AbsoluteUri, $"HTTP/{message.Version}", Lines(message.Fields), content, message.Content?.IsWhole ?? true);
    }

    private RecordedResponse ResponseOf(RecordedMessage message, RecordedAnswer answer)
    {
        // What nobody had a use for was not read to its end.
        var announced = long.TryParse(answer.Find("Content-Length"), out var length) && message.Method != "HEAD" ? length : 0;
        return _intake.Response(answer.Status, answer.Reason, $"HTTP/{message.Version}", Lines(answer.Fields), answer.Content.ToArray(), answer.Content.IsWhole && answer.Content.Length >= announced);
    }

    private static MessageField[] Lines(ImmutableArray<(string Name, string Value)> fields) => [.. fields.Select(field => new MessageField(field.Name, field.Value))];
}
