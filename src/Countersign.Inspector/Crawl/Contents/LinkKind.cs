namespace Countersign.Inspector.Crawl.Contents;

/// <summary>What a page wants of another place.</summary>
internal enum LinkKind
{
    /// <summary>People may go there.</summary>
    Page,

    /// <summary>A form that is sent as a query.</summary>
    Form,

    /// <summary>A page within the page.</summary>
    Frame,

    /// <summary>A stylesheet.</summary>
    Stylesheet,

    /// <summary>A script.</summary>
    Script,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A font.</summary>
    Font,

    /// <summary>Sound, film, or their subtitles.</summary>
    Media,

    /// <summary>What an inline script asks for as soon as the page is there.</summary>
    Call,

    /// <summary>What the browser is to load before it is needed.</summary>
    Preload,

    /// <summary>A web app manifest, which browsers ask for without credentials.</summary>
    Manifest,

    /// <summary>A web app manifest for which they send credentials.</summary>
    ManifestWithCredentials,

    /// <summary>The icon of the site.</summary>
    Icon,

    /// <summary>The image that stands beside a link to the page elsewhere.</summary>
    SocialImage,

    /// <summary>The address that the page calls its own.</summary>
    Canonical,

    /// <summary>The same in another language.</summary>
    Alternate,

    /// <summary>A feed.</summary>
    Feed,

    /// <summary>What a sitemap lists.</summary>
    Listed,

    /// <summary>A sitemap that robots.txt or another sitemap names.</summary>
    Sitemap,

    /// <summary>What browsers and crawlers ask for without being told to.</summary>
    Guess,
}
