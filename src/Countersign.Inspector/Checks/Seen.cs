using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Places of an exchange as evidence.</summary>
internal static class Seen
{
    private const int MaxExcerpt = 200;
    private const int MaxBefore = 80;

    // What matters stands at the beginning, and forms are looked for in no more than this.
    private const int MaxSearched = 64 * 1024;

    public static Evidence Status(Exchange exchange) => new(exchange.Index, "status", exchange.Status.ToString(CultureInfo.InvariantCulture));

    public static Evidence Target(Exchange exchange) => new(exchange.Index, "target", exchange.Request?.Target ?? "");

    /// <summary>All lines of a field of the request.</summary>
    public static Evidence Request(Exchange exchange, string name) => Joined(exchange, "request", exchange.Request?.Fields, name);

    /// <summary>All lines of a field of the answer.</summary>
    public static Evidence Response(Exchange exchange, string name) => Joined(exchange, "response", exchange.Response?.Fields, name);

    /// <summary>One line of the answer.</summary>
    public static Evidence Response(Exchange exchange, MessageField line) => new(exchange.Index, $"response {line.Name}", line.Value) { Line = line.Line };

    /// <summary>A part of the answer's content, with the line around it.</summary>
    public static Evidence Content(Exchange exchange, int start, int length)
    {
        var text = exchange.Response!.Content.Text;
        var begin = start == 0 ? 0 : Math.Max(text.LastIndexOf('\n', start - 1) + 1, start - MaxBefore);
        begin += begin > 0 && begin < start && char.IsLowSurrogate(text[begin]) ? 1 : 0;
        var line = text.AsSpan(begin, Math.Min(text.Length - begin, MaxExcerpt));
        var end = line[(start - begin)..].IndexOf('\n');
        line = end < 0 ? line : line[..(start - begin + end)];
        if (line.Length == MaxExcerpt && char.IsHighSurrogate(line[^1]))
            line = line[..^1];
        return new(exchange.Index, "content", line.TrimEnd('\r').ToString()) { Start = start - begin, Length = Math.Min(length, line.Length - (start - begin)) };
    }

    /// <summary>The part of an answer's content that is looked through.</summary>
    public static string Beginning(RecordedResponse response) => response.Content.Octets is { Length: > MaxSearched } octets ? Encoding.UTF8.GetString(octets.Span[..MaxSearched]) : response.Content.Text;

    /// <summary>Where a form stands in a text that strangers wrote. What takes too long to look through has none.</summary>
    public static Match Find(Regex form, string text)
    {
        try
        {
            return form.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Match.Empty;
        }
    }

    /// <summary>The same place, narrowed to where this stands in it.</summary>
    public static Evidence At(this Evidence evidence, string text) =>
        evidence.Text.IndexOf(text, StringComparison.OrdinalIgnoreCase) is >= 0 and var start ? evidence with { Start = start, Length = text.Length } : evidence;

    private static Evidence Joined(Exchange exchange, string message, MessageFields? fields, string name) =>
        new(exchange.Index, $"{message} {name}", fields?.Joined(name) ?? "") { Line = fields?.Lines.FirstOrDefault(line => line.Is(name)).Line ?? 0 };
}
