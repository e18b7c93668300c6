using System.Collections.Immutable;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.Exchanges;

namespace Countersign.Cli.Capturing;

/// <summary>Makes of an exchange without secrets messages that can be written.</summary>
internal static class RecordedAgain
{
    public static StoryLeg Of(Exchange exchange)
    {
        var (request, response) = (exchange.Request!, exchange.Response);
        var url = request.Url ?? new Uri($"https://{request.Target}/");
        var message = new RecordedMessage(request.Method, url, exchange.StartedAt ?? default)
        {
            Version = new(1, 1),
            Fields = FieldsOf(request.Fields),
            Content = request.Content.IsEmpty ? null : Copy(request.Content),
            Waited = exchange.Duration ?? default,
            Answer = response is null ? null : new(response.Status, response.Reason, FieldsOf(response.Fields), Copy(response.Content)),
            Outage = exchange.Trouble,
        };
        return new(exchange.Index + 1, message) { IsTunnel = exchange.Role == ExchangeRole.Connect };
    }

    private static ImmutableArray<(string Name, string Value)> FieldsOf(MessageFields fields) => [.. fields.Lines.Select(line => (line.Name, line.Value))];

    private static BoundedCopy Copy(MessageContent content)
    {
        var copy = new BoundedCopy(content.Octets.Length);
        copy.Add(content.Octets.Span);
        return copy;
    }
}
