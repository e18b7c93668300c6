using System.Collections.Frozen;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Reads an HTML page: where it leads to, and what browsers, crawlers and other sites load for it.</summary>
internal static class PageReader
{
    private const int MaxTitle = 200;

    // All others are left where they stand: their names are compared with each other, which takes the square of their number.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Attributes = new[]
    {
        "href", "xlink:href", "src", "srcset", "srcdoc", "rel", "type", "content", "name", "property", "http-equiv", "crossorigin", "hreflang", "disabled", "action", "method", "poster", "data", "style",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HtmlParserOptions Options = new()
    {
        SkipComments = true,
        SkipDataText = true,
        SkipProcessingInstructions = true,
        DisableElementPositionTracking = true,
        ShouldEmitAttribute = static (ref _, name) => Attributes.Contains(name.Span),
    };

    /// <summary>Reads a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="links">Where its links go.</param>
    public static PageFacts Read(string html, LinkList links)
    {
        using var document = new HtmlParser(Options).ParseDocument(Nesting.Bounded(html));
        var elements = document.All;
        foreach (var element in elements)
        {
            if (element.LocalName == "base" && links.Resolve(element.GetAttribute("href")) is { } url)
            {
                links.Base = url;
                break;
            }
        }

        var page = new PageElements(links);
        foreach (var element in elements)
            page.Add(element);
        var title = document.Title ?? "";
        return new(Prefix.Of(title, MaxTitle), page.AsksForPassword, page.HasIcon);
    }
}
