using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>
/// A site of some hundreds of pages. <see cref="Sound"/> is a whole site in which nothing is wrong, and much that looks as if; <see cref="Plant"/> puts each
/// fault into it.
/// </summary>
internal static class PlantedSite
{
    public const int Articles = 300;

    public static async Task<(TestSite Site, TestSite Images)> StartAsync()
    {
        var (site, images) = (await TestSite.StartAsync(), await TestSite.StartAsync());
        Sound(site, images);
        return (site, images);
    }

    private static void Sound(TestSite site, TestSite images)
    {
        const string head = """
            <link rel=stylesheet href=/css/site.css><script src=/js/site.js></script>
            <link rel=alternate type=application/rss+xml href=/feed.xml>
            <link rel=preconnect href=/private/preconnect><link rel=dns-prefetch href=//private.example><link rel="alternate stylesheet" href=/private/other.css>
            """;
        var list = new StringBuilder();
        for (var i = 1; i <= Articles; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            list.Append(CultureInfo.InvariantCulture, $"<li><a href=/articles/{number}>{number}</a>");
            site.Page($"/articles/{number}", $"<img src=/img/{number}.png srcset='/img/{number}.png 1x, /img/{number}-2x.png 2x'><a href=/articles/{(i % Articles) + 1}>next</a><p>{string.Concat(Enumerable.Repeat("Words of an article. ", 40))}", $"{head}<link rel=canonical href=/articles/{number}><meta property=og:image content=/img/{number}.png>");
            site.Content($"/img/{number}.png", "image/png").Content($"/img/{number}-2x.png", "image/png");
        }

        // What is behind the login, and how a page speaks of it as it should.
        site.Guard("/private/").Guard("/api/private/", "Bearer realm=\"api\"")
            .Guard(path => path.StartsWith("/account", StringComparison.Ordinal), context =>
            {
                context.Response.Redirect($"/login?return={Uri.EscapeDataString(context.Request.Path)}");
                return Task.CompletedTask;
            });
        site.Page("/login", "<form method=post action=/login><input name=user><input type=password name=password></form>");
        site.Page("/register", "<form method=post action=/private/register><input type=password name=password></form>");
        site.Content("/css/site.css", "text/css", """
            @namespace svg url(/private/namespace); /* url(/private/comment.png) */
            @import "more.css"; body { background: url('/img/1.png') } .a::before { content: "url(/private/text.png)" }
            @font-face { font-family: A; src: url(/private/a.eot); src: url(/private/a.eot?#iefix) format("embedded-opentype"), url(/fonts/a.woff2) format("woff2"), url(/private/a.ttf) format("truetype") }
            .b { filter: url(#blur); background: url(data:image/png;base64,AAAA) }
            """);
        site.Content("/css/more.css", "text/css", "p { color: red }").Content("/fonts/a.woff2", "font/woff2");
        site.Content("/js/site.js", "text/javascript", """
            // fetch("/api/private/comment")
            const text = "fetch('/api/private/text')", pattern = /fetch("\/api\/private\/")/;
            function later() { return fetch("/api/private/later"); }
            button.onclick = () => fetch("/api/private/click");
            if (window.user) { fetch("/api/private/user-only"); }
            fetch("/api/private/write", { method: "POST" });
            fetch("/api/private/me");
            const stories = await fetch("/api/stories");
            """);
        site.Content("/api/stories", "application/json", "[]").Content("/icon.png", "image/png");
        site.Content("/feed.xml", "application/rss+xml", "<rss version='2.0'><channel><link>/</link><item><link>/articles/1</link></item></channel></rss>");
        site.Content("/robots.txt", "text/plain", "User-agent: *\nDisallow: /hidden/\nAllow: /hidden/open\nSitemap: /sitemap-index.xml\n");
        site.Content("/sitemap-index.xml", "application/xml", $"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site.Url}sitemap.xml.gz</loc></sitemap></sitemapindex>");
        site.Answer("/sitemap.xml.gz", Zipped($"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'><url><loc>{site.Url}from-sitemap</loc><image:image><image:loc>{site.Url}private/image.png</image:loc></image:image></url></urlset>"));
        site.Page("/from-sitemap", "There.", head).Content("/manifest.json", "application/manifest+json", """{"icons":[{"src":"/icon.png"}],"start_url":"/"}""");
        images.Content("/shared.png", "image/png").Answer("/no-head.png", context =>
        {
            context.Response.StatusCode = HttpMethods.IsHead(context.Request.Method) ? 403 : 200;
            return Task.CompletedTask;
        });
        site.Page("/", $"""
            <ul>{list}</ul><a href=/login>Sign in</a> <a href=/register>Register</a> <a href=/gone>Gone</a> <a href=/broken>Broken</a> <a href=/private/report rel=nofollow>Report</a>
            <a href=/hidden/x>Hidden</a> <a href=/hidden/open>Open</a> <a href="mailto:a@example.org">Mail</a> <a href="javascript:void(0)">Nothing</a> <a href="https://elsewhere.example/">Elsewhere</a>
            <img src=/missing.png><img src="{images.Url}shared.png"><img src="{images.Url}no-head.png"><!-- <img src=/private/comment.png> -->
            <template><img src=/private/template.png></template><form action=/search><input name=q></form><script type="text/template"><img src=/private/script.png></script>
            """, $"{head}<link rel=manifest href=/manifest.json><link rel=preload as=font href=/fonts/a.woff2 crossorigin>");
        site.Page("/search", "Nothing found.").Page("/hidden/open", "There.").Status("/broken", 500);
    }

    /// <summary>Each fault, some more than once.</summary>
    public static void Plant(TestSite site, TestSite images)
    {
        site.Guard(path => path.StartsWith("/guarded-img/", StringComparison.Ordinal), context => TestSite.RefuseAsync(context, "Bearer realm=\"img\""));
        site.Guard("/staff-css/", "Basic realm=\"Staff styles\"").Guard("/members/", "Bearer realm=\"members\"").Guard(path => path.EndsWith(".woff2", StringComparison.Ordinal) && path.StartsWith("/type", StringComparison.Ordinal), Forbid);
        site.Guard(path => path is "/.well-known/security.txt" or "/.well-known/acme-challenge/countersign", Forbid).Guard(path => path is "/old/feed.atom", Forbid);
        for (var i = 1; i <= 20; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            site.Page($"/planted/{number}", $"<img src=/guarded-img/{number}.png><img src=/guarded-img/large/{number}.png>", $"<link rel=stylesheet href=/staff-css/{number}.css><style>@font-face {{ src: url(/type{number}/a.woff2) }}</style>");
        }

        site.Page("/planted/", string.Concat(Enumerable.Range(1, 20).Select(i => $"<a href=/planted/{i}>{i}</a>")) + "<a href=/members/list>Members</a><a href=/account>Account</a><a href=/account/orders>Orders</a>");
        site.Page("/planted/head", "", """
            <link rel=manifest href=/members/site.webmanifest><link rel=preload as=image href=/members/early.png><meta property="og:image" content="/members/card.png">
            <script type="application/ld+json">{"@type":"Article","image":["/members/linked.png"]}</script>
            <link rel=canonical href=/members/canonical><link rel=alternate type=application/atom+xml href=/old/feed.atom><link rel=apple-touch-icon href=/members/touch.png>
            """);
        site.Page("/planted/script", "<script>fetch('/members/api.json', { cache: 'no-store' })</script><img src='/members/signed.png?X-Amz-Date=20200101T000000Z&amp;X-Amz-Expires=60&amp;X-Amz-Signature=abc'>");
        foreach (var name in (string[])["/soft/one", "/soft/two", "/soft/three"])
            site.Content(name, "text/html", $"<title>Please sign in</title><form method=post action='/login?return={name}'><input type=password></form>");
        site.Guard(path => path == "/for-browsers.png", context =>
        {
            if (!context.Request.Headers.UserAgent.ToString().StartsWith("Mozilla", StringComparison.Ordinal))
                return Forbid(context);
            context.Response.ContentType = "image/png";
            return context.Response.WriteAsync("x");
        });
        images.Guard("/walled/", "Basic realm=\"Pictures\"");
        site.Page("/planted/other", $"<img src=/for-browsers.png><img src={images.Url}walled/a.png><img src={images.Url}walled/b.png><a href=/soft/one>1</a><a href=/soft/two>2</a><a href=/soft/three>3</a>");
        site.Guard(path => path == "/app.js", Forbid).Content("/app.js.map", "application/json", """{"version":3,"sources":["a.ts"],"mappings":""}""").Page("/planted/map", "<script src=/app.js></script>");
        site.Answer("/planted/cached", context =>
        {
            if (context.Request.QueryString.HasValue)
                return TestSite.RefuseAsync(context, "Bearer realm=\"cached\"");
            context.Response.Headers.Age = "60";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p>Secret");
        });
        site.Content("/robots.txt", "text/plain", "User-agent: *\nDisallow: /hidden/\nSitemap: /sitemap-index.xml\nSitemap: /planted-sitemap.xml\nSitemap: /members/sitemap.xml\n");
        var pages = new[] { "planted/", "planted/head", "planted/script", "planted/other", "planted/map", "planted/cached", "members/a", "members/b" };
        site.Content("/planted-sitemap.xml", "text/xml", $"<urlset>{string.Concat(pages.Select(page => $"<url><loc>{site.Url}{page}</loc></url>"))}</urlset>");
    }

    private static Task Forbid(HttpContext context)
    {
        context.Response.StatusCode = 403;
        return Task.CompletedTask;
    }

    private static RequestDelegate Zipped(string text) => async context =>
    {
        context.Response.ContentType = "application/gzip";
        using var octets = new MemoryStream();
        await using (var zip = new GZipStream(octets, CompressionMode.Compress, leaveOpen: true))
            await zip.WriteAsync(Encoding.UTF8.GetBytes(text));
        await context.Response.Body.WriteAsync(octets.ToArray());
    };
}
