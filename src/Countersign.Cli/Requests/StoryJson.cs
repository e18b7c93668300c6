using System.Text.Json;
using Countersign.Cli.Commands;
using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Requests;

/// <summary>An exchange for programs; secrets are left out.</summary>
internal static class StoryJson
{
    /// <param name="json">Takes it.</param>
    /// <param name="outcome">How the exchange ended.</param>
    /// <param name="end">What is said of it.</param>
    /// <param name="redaction">Keeps secrets out of it.</param>
    /// <param name="reauthenticates">Whether challenges are answered.</param>
    /// <param name="output">The file that has the content; null where it is in here.</param>
    public static void Write(Utf8JsonWriter json, RequestOutcome outcome, ExchangeEnd end, Redaction redaction, bool reauthenticates, string? output)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", end.IsGood);
        var answer = outcome.Outage is null ? outcome.Story.Last?.Message.Answer : null;
        WriteNumber(json, "status", answer?.Status);
        json.WriteString("reason", end.Reason);
        json.WriteString("sentence", end.Sentence is { } sentence ? redaction.Text(sentence) : null);
        CommandJson.WriteList(json, "advice", end.Advice.Select(redaction.Text));
        if (end.Problem is { } problem)
            Write(json, problem, redaction);
        else
            json.WriteNull("problem");
        json.WriteString("reference", end.Reference);
        json.WriteString("explain", end.Explain);
        json.WriteStartArray("exchange");
        foreach (var leg in outcome.Story.Legs)
            Write(json, leg, redaction, reauthenticates);
        json.WriteEndArray();
        if (output is not null)
            json.WriteString("bodyFile", output);
        else if (answer is not null)
            WriteBody(json, answer, outcome.ContentEnd, redaction);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoryLeg leg, Redaction redaction, bool reauthenticates)
    {
        var (message, answer) = (leg.Message, leg.Message.Answer);
        json.WriteStartObject();
        json.WriteNumber("number", leg.Number);
        json.WriteString("purpose", leg.Purpose);
        json.WriteString("method", message.Method);
        json.WriteString("url", redaction.Address(message.Url.AbsoluteUri));
        json.WriteString("version", $"HTTP/{message.Version}");
        WriteFields(json, "headers", message.Fields, redaction);
        json.WriteString("carried", AnswerWords.CarriedBy(leg));
        WriteNumber(json, "status", answer?.Status);
        json.WriteString("outage", answer is null ? redaction.Text(message.Outage ?? "") : null);
        WriteNumber(json, "milliseconds", answer is null ? null : Math.Round(message.Waited.TotalMilliseconds, 1));
        WriteFields(json, "answerHeaders", answer?.Fields ?? [], redaction);
        json.WriteString("meaning", AnswerWords.Of(leg));
        json.WriteStartArray("challenges");
        foreach (var each in answer?.Status is 401 or 407 ? ChallengeWords.Of(leg, reauthenticates) : [])
        {
            json.WriteStartObject();
            json.WriteString("scheme", each.Challenge.Scheme);
            json.WriteString("challenge", redaction.Text(each.Line));
            json.WriteString("verdict", each.Verdict);
            json.WriteString("words", redaction.Text(each.Words));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("followedTo", leg.Next is { } next ? redaction.Address(next.AbsoluteUri) : null);
        CommandJson.WriteList(json, "leftBehind", leg.LeftBehind);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Client.Failures.ServerProblem problem, Redaction redaction)
    {
        json.WriteStartObject("problem");
        foreach (var (name, value) in new[] { ("type", problem.Type), ("title", problem.Title), ("detail", problem.Detail), ("reason", problem.Reason), ("reference", problem.Reference), ("login", problem.Login) })
            json.WriteString(name, value is null ? null : redaction.Text(value));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteFields(Utf8JsonWriter json, string name, IEnumerable<(string Name, string Value)> fields, Redaction redaction)
    {
        json.WriteStartArray(name);
        foreach (var (field, value) in fields)
        {
            json.WriteStartArray();
            json.WriteStringValue(field);
            json.WriteStringValue(redaction.Field(field, value));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteBody(Utf8JsonWriter json, RecordedAnswer answer, ContentEnd end, Redaction redaction)
    {
        var isWhole = end == ContentEnd.Complete && answer.Content.IsWhole;
        json.WriteNumber("bodyLength", answer.Content.Length);

        // What can't be looked through may have a secret in it.
        var isCoded = answer.Fields.Any(field => field.Name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase));
        if (!isCoded && TextOctets.Read(answer.Content.ToArray(), isWhole) is { } text)
            json.WriteString("body", redaction.Cut(redaction.Content(answer.MediaType, text), isWhole));
        else
            json.WriteNull("body");
        json.WriteBoolean("bodyIsWhole", isWhole);
        json.WriteString("bodyEnd", end switch { ContentEnd.TooLong => "too-long", ContentEnd.TooSlow => "too-slow", ContentEnd.CutOff => "cut-off", _ => "complete" });
    }
}
