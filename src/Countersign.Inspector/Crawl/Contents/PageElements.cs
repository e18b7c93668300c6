using AngleSharp.Dom;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>What the elements of a page want.</summary>
/// <param name="links">Where links go.</param>
internal sealed class PageElements(LinkList links)
{
    private bool _isFollowed = true;

    public bool AsksForPassword { get; private set; }

    public bool HasIcon { get; private set; }

    public void Add(IElement element)
    {
        switch (element.LocalName)
        {
            case "a" or "area":
                if (_isFollowed && !Has(element, "rel", "nofollow"))
                    links.Add(element.GetAttribute("href") ?? element.GetAttribute("xlink:href"), LinkKind.Page);
                break;
            case "link":
                AddLink(element);
                break;
            case "meta":
                AddMeta(element);
                break;
            case "script":
                AddScript(element);
                break;
            case "style":
                CssReader.Read(element.TextContent, links);
                break;
            case "img":
                links.Add(element.GetAttribute("src"), LinkKind.Image);
                AddSet(element.GetAttribute("srcset"));
                break;
            case "source":
                AddSet(element.GetAttribute("srcset"));
                links.Add(element.GetAttribute("src"), LinkKind.Media);
                break;
            case "video" or "audio" or "track" or "embed":
                links.Add(element.GetAttribute("src"), LinkKind.Media);
                links.Add(element.GetAttribute("poster"), LinkKind.Image);
                break;
            case "object":
                links.Add(element.GetAttribute("data"), LinkKind.Media);
                break;
            case "iframe" or "frame":
                if (!element.HasAttribute("srcdoc"))
                    links.Add(element.GetAttribute("src"), LinkKind.Frame);
                break;
            case "image" or "use" or "feImage":
                links.Add(element.GetAttribute("href") ?? element.GetAttribute("xlink:href"), LinkKind.Image);
                break;
            case "input":
                AddInput(element);
                break;
            case "form":
                // What a form posts is never sent, and where it posts to answers nothing else.
                if (_isFollowed && element.GetAttribute("action") is { Length: > 0 } action && element.GetAttribute("method") is null or "" or "get" or "GET" or "Get")
                    links.Add(element.GetAttribute("action"), LinkKind.Form);
                break;
        }

        if (element.GetAttribute("style") is { } style && style.Contains('(', StringComparison.Ordinal))
            CssReader.Read(style, links);
    }

    private void AddInput(IElement element)
    {
        var type = element.GetAttribute("type");
        AsksForPassword |= string.Equals(type, "password", StringComparison.OrdinalIgnoreCase);
        if (string.Equals(type, "image", StringComparison.OrdinalIgnoreCase))
            links.Add(element.GetAttribute("src"), LinkKind.Image);
    }

    private void AddLink(IElement element)
    {
        var (href, isAlternate) = (element.GetAttribute("href"), Has(element, "rel", "alternate"));
        if (Has(element, "rel", "stylesheet"))
        {
            if (!isAlternate && !element.HasAttribute("disabled"))
                links.Add(href, LinkKind.Stylesheet);
            return;
        }

        if (Has(element, "rel", "icon") || Has(element, "rel", "apple-touch-icon"))
        {
            HasIcon |= Has(element, "rel", "icon");
            links.Add(href, LinkKind.Icon);
        }
        else if (Has(element, "rel", "manifest"))
            links.Add(href, string.Equals(element.GetAttribute("crossorigin"), "use-credentials", StringComparison.OrdinalIgnoreCase) ? LinkKind.ManifestWithCredentials : LinkKind.Manifest);
        else if (Has(element, "rel", "preload"))
            links.Add(href, LinkKind.Preload);
        else if (Has(element, "rel", "modulepreload"))
            links.Add(href, LinkKind.Script);
        else if (Has(element, "rel", "canonical"))
            links.Add(href, LinkKind.Canonical);
        else if (isAlternate && element.GetAttribute("type") is { } type && IsFeed(type))
            links.Add(href, LinkKind.Feed);
        else if (isAlternate && element.HasAttribute("hreflang"))
            links.Add(href, LinkKind.Alternate);
        else if (_isFollowed && (Has(element, "rel", "next") || Has(element, "rel", "prev")))
            links.Add(href, LinkKind.Page);
    }

    private void AddMeta(IElement element)
    {
        var (name, content) = (element.GetAttribute("property") ?? element.GetAttribute("name"), element.GetAttribute("content"));
        switch (name?.ToLowerInvariant())
        {
            case "og:image" or "og:image:url" or "og:image:secure_url" or "twitter:image" or "twitter:image:src":
                links.Add(content, LinkKind.SocialImage);
                break;
            case "robots":
                _isFollowed &= content?.Contains("nofollow", StringComparison.OrdinalIgnoreCase) != true && content?.Trim().Equals("none", StringComparison.OrdinalIgnoreCase) != true;
                break;
        }

        if (string.Equals(element.GetAttribute("http-equiv"), "refresh", StringComparison.OrdinalIgnoreCase) && content?.IndexOf("url=", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            links.Add(content[(at + 4)..].Trim(' ', '\'', '"'), LinkKind.Page);
    }

    private void AddScript(IElement element)
    {
        var type = element.GetAttribute("type")?.Trim().ToLowerInvariant() ?? "";
        if (type == "application/ld+json")
            LinkedData.Read(element.TextContent, links);
        else if (type is "" or "module" or "text/javascript" or "application/javascript" or "text/ecmascript" or "application/ecmascript")
        {
            if (element.GetAttribute("src") is { } source)
                links.Add(source, LinkKind.Script);
            else
                ScriptReader.Read(element.TextContent, links);
        }
    }

    // Candidates are divided by commas with white space behind them, and an address may hold commas (HTML, srcset).
    private void AddSet(string? set)
    {
        var rest = set.AsSpan();
        for (var number = 0; number < 20; number++)
        {
            rest = rest.TrimStart(" \t\r\n\f,");
            if (rest.IsEmpty)
                return;
            var end = rest.IndexOfAny(" \t\r\n\f");
            var address = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[end..];
            if (address[^1] == ',')
                address = address.TrimEnd(',');
            else
                rest = rest.IndexOf(',') is >= 0 and var comma ? rest[comma..] : [];
            links.Add(address.ToString(), LinkKind.Image);
        }
    }

    private static bool IsFeed(string type) => type.Trim().ToLowerInvariant() is "application/rss+xml" or "application/atom+xml" or "application/feed+json";

    private static bool Has(IElement element, string attribute, string word)
    {
        var rest = element.GetAttribute(attribute).AsSpan();
        foreach (var range in rest.SplitAny(" \t\r\n\f"))
        {
            if (rest[range].Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
