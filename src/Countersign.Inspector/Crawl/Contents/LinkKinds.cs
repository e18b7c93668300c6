namespace Countersign.Inspector.Crawl.Contents;

/// <summary>What follows from the kind of a link.</summary>
internal static class LinkKinds
{
    /// <summary>Whether browsers ask for it when they show the page, and the page misses it where it is refused.</summary>
    public static bool IsEmbedded(this LinkKind kind) => kind is LinkKind.Frame or LinkKind.Stylesheet or LinkKind.Script or LinkKind.Image or LinkKind.Font or LinkKind.Media;

    /// <summary>Whether it is a page of its own.</summary>
    public static bool IsPage(this LinkKind kind) => kind is LinkKind.Page or LinkKind.Form or LinkKind.Frame or LinkKind.Canonical or LinkKind.Alternate or LinkKind.Listed;

    /// <summary>Whether it is looked at where another origin has it. All else there is no business of the site.</summary>
    public static bool IsCheckedElsewhere(this LinkKind kind) => kind is LinkKind.Stylesheet or LinkKind.Script or LinkKind.Image or LinkKind.Font or LinkKind.Media or LinkKind.SocialImage or LinkKind.Manifest or LinkKind.Icon;

    /// <summary>Whether its content may lead on.</summary>
    public static bool IsRead(this LinkKind kind) =>
        kind.IsPage() || kind is LinkKind.Stylesheet or LinkKind.Script or LinkKind.Manifest or LinkKind.ManifestWithCredentials or LinkKind.Feed or LinkKind.Sitemap;

    /// <summary>What browsers say in Sec-Fetch-Dest when they ask for it (Fetch Metadata); null where crawlers ask, or people go there.</summary>
    public static string? Destination(this LinkKind kind) => kind switch
    {
        LinkKind.Frame => "iframe",
        LinkKind.Stylesheet => "style",
        LinkKind.Script => "script",
        LinkKind.Image or LinkKind.Icon => "image",
        LinkKind.Font => "font",
        LinkKind.Media => "video",
        LinkKind.Manifest or LinkKind.ManifestWithCredentials => "manifest",
        LinkKind.Call => "empty",
        _ => null,
    };

    /// <summary>What it is called, as one or several.</summary>
    public static string Words(this LinkKind kind, int count)
    {
        var (one, many) = kind switch
        {
            LinkKind.Form => ("form", "forms"),
            LinkKind.Frame => ("frame", "frames"),
            LinkKind.Stylesheet => ("stylesheet", "stylesheets"),
            LinkKind.Script => ("script", "scripts"),
            LinkKind.Image => ("image", "images"),
            LinkKind.Font => ("font", "fonts"),
            LinkKind.Media => ("film or sound", "films and sounds"),
            LinkKind.Call => ("call of a script", "calls of scripts"),
            LinkKind.Preload => ("preload", "preloads"),
            LinkKind.Manifest or LinkKind.ManifestWithCredentials => ("web app manifest", "web app manifests"),
            LinkKind.Icon => ("icon", "icons"),
            LinkKind.SocialImage => ("preview image", "preview images"),
            LinkKind.Canonical => ("canonical address", "canonical addresses"),
            LinkKind.Alternate => ("address of another language", "addresses of other languages"),
            LinkKind.Feed => ("feed", "feeds"),
            LinkKind.Sitemap => ("sitemap", "sitemaps"),
            LinkKind.Guess => ("usual address", "usual addresses"),
            _ => ("page", "pages"),
        };
        return count == 1 ? $"1 {one}" : $"{count} {many}";
    }
}
