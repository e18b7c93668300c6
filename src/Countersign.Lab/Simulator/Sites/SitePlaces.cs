using System.Collections.Immutable;
using static Countersign.Lab.Simulator.Sites.SiteAnswers;

namespace Countersign.Lab.Simulator.Sites;

/// <summary>The site: pages, what they use, and areas behind a sign-in, with one fault of each kind that a crawl finds. Below <c>right/</c> there is none.</summary>
internal static class SitePlaces
{
    private const string Css = "text/css";
    private const string Script = "text/javascript";
    private const string Json = "application/json";
    private const string Xml = "application/xml";
    private const string Png = "image/png";

    private const string Head = """
        <link rel="stylesheet" href="style.css">
        <link rel="stylesheet" href="assets/theme.css">
        <link rel="manifest" href="app.webmanifest">
        <link rel="apple-touch-icon" href="touch.png">
        <link rel="preload" href="fonts/text.woff2" as="font">
        <link rel="alternate" type="application/rss+xml" href="feed.xml">
        <meta property="og:image" content="preview.png">
        <script src="site.js"></script>
        <script src="app.js"></script>
        """;

    private const string Links = """
        <p><img src="team.png" alt="">
        <img src="signed.png?X-Amz-Date=20200101T000000Z&amp;X-Amz-Expires=60&amp;X-Amz-Signature=0" alt="">
        <img src="http://10.4.0.17/logo.png" alt=""></p>
        <ul>
        <li><a href="about">About</a>
        <li><a href="members/">Members</a>
        <li><a href="account">Your account</a>
        <li><a href="login">Sign in</a>
        <li><a href="shop/1">Cups</a> <a href="shop/2">Plates</a> <a href="shop/3">Spoons</a>
        <li><a href="terms">Terms</a>
        <li><a href="offers">Offers</a>
        <li><a href="right/">The part in which nothing is wrong</a>
        </ul>
        """;

    /// <summary>All of them.</summary>
    public static ImmutableArray<SitePlace> All { get; } =
    [
        new("", "The first page, from which everything else is found.", Page("A site", Head, Links), "crawl/private-address"),
        new("style.css", "A stylesheet for everybody.", Open(Css, "body { font-family: sans-serif }\n")),
        new("site.js", "A script for everybody, which asks for what is refused as soon as it runs.", Open(Script, "fetch(\"api/news\");\n")),
        new("about", "A page that calls an address its own that is refused.", Page("About", "<link rel=\"canonical\" href=\"members/about\">", "<p>About us.</p>"), "crawl/canonical-refused"),
        new("members/", "An area for those with the password, to which open pages lead.", Members("Members", "<p><a href=\"list\">Who is there</a></p>"), "crawl/protected-linked"),
        new("members/list", "A page of that area, which the sitemap lists.", Members("Who is there", "<p>anna</p>"), "crawl/sitemap-lists-protected") { IsOfOrigin = true },
        new("members/about", "A page of that area which another page calls its own address.", Members("About", "<p>About us.</p>")),
        new("account", "A page that leads strangers to the page to sign in, with 302.", SignedIn("Your account", "<p>Nothing was bought yet.</p>"), "crawl/login-instead"),
        new("login", "The page to sign in, as anna with the password secret.", Login()),
        new("shop/1", "The page to sign in, sent with 200 in the place of another.", Login(), "crawl/login-as-success"),
        new("shop/2", "The same.", Login()),
        new("shop/3", "The same.", Login()),
        new("terms", "A page that is refused to programs, and not to browsers.", Browsers("Terms", "<p>Be kind.</p>"), "crawl/bots-refused"),
        new("offers", "A page for those with the password, which a cache gives to everybody.", Cached("Offers", "<p>Cups at half the price.</p>"), "crawl/open-in-cache"),
        new("assets/theme.css", "A stylesheet of an open page for those with the password: browsers ask visitors for one.", Basic(Css, "h1 { color: teal }\n"), "crawl/native-prompt"),
        new("team.png", "An image of an open page that wants a token.", Bearer(), "crawl/asset-refused"),
        new("app.js", "A script of an open page that wants a token, and whose source map is open.", Bearer(), "crawl/asset-refused", "crawl/open-source-map"),
        new("app.js.map", "What that script was made of, for everybody.", Open(Json, "{\"version\":3,\"sources\":[\"app.ts\"],\"mappings\":\"AAAA\"}\n")),
        new("signed.png", "An image whose signed address ended in 2020.", Forbidden(), "crawl/signed-address-expired"),
        new("api/news", "What the script asks for: it wants a token.", Bearer(), "crawl/call-refused"),
        new("app.webmanifest", "A web app manifest for those with the password; browsers ask for it without, unless the link has crossorigin=\"use-credentials\".", Basic("application/manifest+json", "{\"name\":\"A site\"}\n"), "crawl/manifest-refused"),
        new("touch.png", "An icon for those with the password.", Basic(Png, ""), "crawl/icon-refused"),
        new("preview.png", "The image beside links to the site elsewhere, which wants a token.", Bearer(), "crawl/social-image-refused"),
        new("fonts/text.woff2", "What the page has browsers load early, and wants a token.", Bearer(), "crawl/preload-refused"),
        new("feed.xml", "A feed for those with the password, which no reader of feeds has.", Basic("application/rss+xml", "<rss version=\"2.0\"><channel><title>A site</title></channel></rss>\n"), "crawl/feed-refused"),
        new("robots.txt", "The rules for crawlers, for those with the password alone: some crawl everything then, and some nothing (RFC 9309 §2.3.1.3).", Basic("text/plain", "User-agent: *\nDisallow: /members/\n"), "crawl/robots-refused") { IsOfOrigin = true },
        new("sitemap.xml", "The list of sitemaps, one of which is refused.", Open(Xml, root => Sitemaps(root, "sitemap-pages.xml", "sitemap-members.xml"))) { IsOfOrigin = true },
        new("sitemap-pages.xml", "A sitemap that lists what is refused.", Open(Xml, root => Sitemap(root, "", "about", "members/list"))) { IsOfOrigin = true },
        new("sitemap-members.xml", "A sitemap for those with the password.", Basic(Xml, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"></urlset>\n"), "crawl/sitemap-refused") { IsOfOrigin = true },
        new(".well-known/security.txt", "Whom to tell of a hole in the site, for those with the password alone (RFC 9116).", Basic("text/plain", "Contact: mailto:security@shop.example\n"), "crawl/well-known-refused") { IsOfOrigin = true },
        new("right/", "A page in which nothing is wrong.", Page("Nothing is wrong here", "<link rel=\"stylesheet\" href=\"../style.css\"><link rel=\"manifest\" href=\"app.webmanifest\">", "<p><a href=\"about\">About</a> <a href=\"../login\">Sign in</a> <a href=\"members\" rel=\"nofollow\">Members</a></p>")),
        new("right/about", "Another one.", Page("About", "<link rel=\"canonical\" href=\"about\">", "<p><a href=\"./\">Back</a></p>")),
        new("right/app.webmanifest", "A web app manifest for everybody.", Open("application/manifest+json", "{\"name\":\"A site\",\"start_url\":\"./\"}\n")),
        new("right/members", "A page for those with the password, to which links lead that crawlers don't follow.", Members("Members", "<p>anna</p>")),
    ];

    /// <summary>The place at a path; null for none.</summary>
    public static SitePlace? Find(string path) => All.FirstOrDefault(place => place.Path == path);

    private static string Sitemaps(string root, params IEnumerable<string> paths) =>
        $"<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{string.Concat(paths.Select(path => $"<sitemap><loc>{root}{path}</loc></sitemap>"))}</sitemapindex>\n";

    private static string Sitemap(string root, params IEnumerable<string> paths) =>
        $"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{string.Concat(paths.Select(path => $"<url><loc>{root}{path}</loc></url>"))}</urlset>\n";
}
