using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>Marks in the lines of one exchange the characters that findings speak of.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="findings">The findings that begin there.</param>
internal sealed class Places(int exchange, ImmutableArray<Finding> findings)
{
    /// <summary>A text that is all of a part, such as the status.</summary>
    public Markup Marked(string part, string text) => Marked(text, [.. Of(part).SelectMany(each => Spans(each.Finding, each.Evidence, text, offset: 0))]);

    /// <summary>The value of a field line. Evidence speaks of the line alone, or of all lines of the name joined.</summary>
    public Markup Marked(string part, MessageField field, MessageFields fields)
    {
        var joined = fields.Joined(field.Name);
        var before = fields.Lines.Where(line => line.Is(field.Name)).TakeWhile(line => line != field).Sum(line => line.Value.Length + 2);
        return Marked(field.Value, [.. Of(part).SelectMany(each => each.Evidence switch
        {
            { Line: > 0 } evidence when evidence.Text == field.Value => evidence.Line == field.Line ? Spans(each.Finding, evidence, field.Value, 0) : [],
            var evidence when evidence.Text == field.Value => Spans(each.Finding, evidence, field.Value, 0),
            var evidence when evidence.Text == joined => Spans(each.Finding, evidence, field.Value, before),
            _ => [],
        })]);
    }

    private IEnumerable<(Finding Finding, Evidence Evidence)> Of(string part) =>
        from finding in findings
        from evidence in finding.Evidence
        where evidence.Exchange == exchange && evidence.Part.Equals(part, StringComparison.OrdinalIgnoreCase)
        select (finding, evidence);

    private static IEnumerable<Span> Spans(Finding finding, Evidence evidence, string text, int offset)
    {
        var start = evidence.Start < 0 ? 0 : evidence.Start - offset;
        var end = evidence.Start < 0 ? text.Length : start + evidence.Length;

        // What belongs to another line of the same name.
        if (start > text.Length || end < 0)
            return [];
        return [new(Math.Max(start, 0), Math.Min(end, text.Length), finding)];
    }

    // Where several lie upon each other, each stretch shows the gravest and names all.
    private static Markup Marked(string text, ImmutableArray<Span> spans)
    {
        if (spans.IsEmpty)
            return Markup.Of($"{text}");
        var cuts = spans.SelectMany(span => new[] { span.Start, span.End }).Append(0).Append(text.Length).Distinct().Order().ToList();
        var pieces = new List<Markup>();
        for (var i = 0; i < cuts.Count; i++)
        {
            pieces.AddRange(spans.Where(span => span.Start == span.End && span.Start == cuts[i]).Select(gap => Mark([gap], "⌃", " gap")));
            if (i + 1 == cuts.Count)
                break;
            var piece = text[cuts[i]..cuts[i + 1]];
            ImmutableArray<Span> over = [.. spans.Where(span => span.Start <= cuts[i] && span.End >= cuts[i + 1])];
            pieces.Add(over.IsEmpty ? Markup.Of($"{piece}") : Mark(over, piece, ""));
        }

        return Markup.Join(pieces);
    }

    private static Markup Mark(ImmutableArray<Span> spans, string text, string kind)
    {
        var severity = spans.Max(span => span.Finding.Severity);
        return Markup.Of($"<mark class=\"{ReportWords.Code(severity)}{kind}\" title=\"{string.Join("; ", spans.Select(span => span.Finding.Check.Id).Distinct(StringComparer.Ordinal))}\">{text}</mark>");
    }

    private sealed record Span(int Start, int End, Finding Finding);
}
