using System.Collections.Immutable;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Emitters;

/// <summary>Tells who wrote a refusal, by fields and contents. What a server in front sets on every answer, such as Server, tells only who is there.</summary>
internal static class EmitterReading
{
    // Pages of programs are short, and what tells them stands at the beginning or the end of one of a few KiB.
    private const int MaxContent = 8 * 1024;

    public static Emitter? Of(Exchange exchange)
    {
        if (exchange.Response is not { Status: >= 400 } response)
            return null;
        if (First(EmitterMarks.Fields, exchange, response, "") is { } byField)
            return byField;
        if (ByProxyStatus(exchange, response) is { } declared)
            return declared;
        var text = response.Content.Text;
        if (text.Length > MaxContent)
            text = text[..MaxContent];
        var type = response.Fields.First("Content-Type");
        return (Callers.IsHtml(type) || text.StartsWith('<') ? First(EmitterMarks.Pages, exchange, response, text) : Callers.IsJson(type) ? First(EmitterMarks.Json, exchange, response, text) : null)
            ?? First(EmitterMarks.Texts, exchange, response, text);
    }

    private static Emitter? First(ImmutableArray<EmitterMark> marks, Exchange exchange, RecordedResponse response, string text)
    {
        foreach (var mark in marks)
        {
            if (Fits(mark, response, text))
                return new(mark.Name, mark.Kind, mark.Certainty) { Evidence = [.. EvidenceOf(mark, exchange)] };
        }

        return null;
    }

    private static bool Fits(EmitterMark mark, RecordedResponse response, string text)
    {
        if (mark.Field is not null && response.Fields.First(mark.Field)?.StartsWith(mark.Value, StringComparison.OrdinalIgnoreCase) != true)
            return false;
        if (mark.Without is not null && response.Fields.Has(mark.Without))
            return false;
        if (mark.IsEmpty && response.Content is not { IsWhole: true, IsEmpty: true, Length: 0 })
            return false;
        foreach (var part in mark.Content)
        {
            if (!text.Contains(part, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static IEnumerable<Evidence> EvidenceOf(EmitterMark mark, Exchange exchange)
    {
        if (mark.Field is { } field)
            yield return Seen.Response(exchange, field);
        if (mark.Content is [.., var part])
            yield return Seen.Content(exchange, exchange.Response!.Content.Text.IndexOf(part, StringComparison.Ordinal), part.Length);
    }

    // RFC 9209 §2.1.1: the member with an error is that of who met it.
    private static Emitter? ByProxyStatus(Exchange exchange, RecordedResponse response)
    {
        if (!response.Fields.Has("Proxy-Status"))
            return null;
        foreach (var member in response.Fields.List("Proxy-Status"))
        {
            if (member.IndexOf(';', StringComparison.Ordinal) is > 0 and var end && member.AsSpan(end).Contains("error=http_request_denied", StringComparison.Ordinal))
                return new(member[..end].Trim().Trim('"'), EmitterKind.Intermediary, Certainty.Proved) { Evidence = [Seen.Response(exchange, "Proxy-Status").At(member)] };
        }

        return null;
    }
}
