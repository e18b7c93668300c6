using System.Globalization;
using System.Net;
using System.Text;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>Writes the list of all addresses as a page.</summary>
internal static class IndexPage
{
    /// <summary>How it looks.</summary>
    public const string Style =
        "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}dt{margin-top:.75rem}dd{margin-left:1.5rem}:root{color-scheme:light dark}";

    public static string Write()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Countersign's simulator</title><style>{Style}</style></head>
            <body>
            <main>
            <h1>A simulator of HTTP authentication</h1>
            <p>It authenticates rightly, and misbehaves exactly as its addresses are asked to. Nothing here is real: every answer says so in <code>{AnswerWriter.Mark}</code>. Passwords are in the addresses.</p>
            <p>For programs: this page as JSON (<code>Accept: application/json</code>), <a href="/openapi.json">OpenAPI</a>.</p>

            """);
        foreach (var group in SimulatorCatalogue.All.GroupBy(endpoint => endpoint.Group))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(CatalogueWords.Of(group.Key))}</h2>\n<dl>\n");
            foreach (var endpoint in group)
                page.Append(CultureInfo.InvariantCulture, $"<dt><code>{Text(CatalogueWords.Path(endpoint.Path))}</code></dt>\n<dd>{Text(endpoint.Story)}{Example(endpoint)}</dd>\n");
            page.Append("</dl>\n");
        }

        page.Append("<h2>Twists of <code>/sim</code></h2>\n<dl>\n");
        foreach (var twist in TwistCatalogue.All)
            Write(page, twist);
        page.Append(CultureInfo.InvariantCulture, $"</dl>\n<h2>Twists of the proxy</h2>\n<p>Labels before <code>{ProxyTarget.Name}</code>, as a client of the proxy asks for it.</p>\n<dl>\n");
        foreach (var twist in ProxyTwists.All)
            page.Append(CultureInfo.InvariantCulture, $"<dt><code>{Text(twist.Name)}</code></dt>\n<dd>{Text(twist.Story)}</dd>\n");
        page.Append("</dl>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Write(StringBuilder page, Twist twist)
    {
        page.Append(CultureInfo.InvariantCulture, $"<dt><code>{Text(twist.Name)}</code></dt>\n<dd>{Text(twist.Story)}\n<ul>\n");
        foreach (var value in twist.Values)
        {
            var target = $"{value.At}{(value.At.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{twist.Name}={Uri.EscapeDataString(value.Value)}";
            page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Text(target)}\"><code>{Text(value.Value)}</code></a>: {Text(value.Story)}</li>\n");
        }

        page.Append("</ul></dd>\n");
    }

    private static string Example(SimulatedEndpoint endpoint) =>
        endpoint.Visits.FirstOrDefault()?.Calls[0] is { Method: "GET", Target: var target } ? $" <a href=\"{Text(target)}\"><code>{Text(target)}</code></a>" : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
