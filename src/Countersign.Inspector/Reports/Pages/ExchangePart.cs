using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>One exchange: its messages line by line with the findings on their characters, its challenges as a tree, and the findings.</summary>
internal static class ExchangePart
{
    private const int MostContent = 4000;

    public static Markup Of(Exchange exchange, Recording recording, ImmutableArray<Finding> findings)
    {
        // What is right is said once, at the end.
        ImmutableArray<Finding> wrong = [.. findings.Where(finding => finding.Severity > Severity.Good).OrderByDescending(finding => finding.Severity)];
        var places = new Places(exchange.Index, findings);
        return Markup.Of($"""
            <section id="exchange-{exchange.Index + 1}"><h2>{TextReport.Title(exchange)}</h2>
            {Request(exchange, places)}{Response(exchange, places)}{ChallengePart.Of(exchange)}
            {Markup.When(!wrong.IsEmpty, Markup.Of($"<h3 class=\"minor\">Findings</h3>"))}{Markup.Join(wrong.Select(finding => FindingPart.Of(finding, recording)))}</section>
            """);
    }

    private static Markup Request(Exchange exchange, Places places) => exchange.Request is not { } request ? Markup.None : Markup.Of($"""
        <h3 class="minor">Request</h3><ol class="wire"><li>{request.Method} {places.Marked("target", request.Target)} {request.Version}</li>{Fields(request.Fields, "request", places)}</ol>{Content(request.Content)}
        """);

    private static Markup Response(Exchange exchange, Places places) => exchange.Response is not { } response ? Markup.Of($"<p>{exchange.Trouble}</p>") : Markup.Of($"""
        <h3 class="minor">Answer</h3><ol class="wire"><li>{response.Version} {places.Marked("status", FormattableString.Invariant($"{response.Status}"))} {response.Reason}</li>{Fields(response.Fields, "response", places)}</ol>{Content(response.Content)}
        """);

    private static Markup Fields(MessageFields fields, string message, Places places) => Markup.Join(fields.Lines.Select(field =>
    {
        var title = PageWords.For(field.Name) is { } purpose ? Markup.Of($" title=\"{purpose}\"") : Markup.None;
        return Markup.Of($"<li><span class=\"name\"{title}>{field.Name}:</span> {places.Marked($"{message} {field.Name}", field, fields)}</li>\n");
    }));

    private static Markup Content(MessageContent content)
    {
        if (content.IsEmpty)
            return Markup.None;
        var text = content.Text;
        var left = text.Length - MostContent;
        return Markup.Of($"<details><summary>Content</summary><pre tabindex=\"0\" aria-label=\"Content\">{(left > 0 ? text[..MostContent] : text)}</pre>{Markup.When(left > 0, Markup.Of($"<p class=\"soft\">{left} more characters are not shown.</p>"))}</details>");
    }
}
