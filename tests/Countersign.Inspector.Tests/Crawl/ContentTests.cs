using System.Text;
using Countersign.Inspector.Crawl.Contents;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

public sealed class ContentTests
{
    private static readonly Uri At = new("https://www.example.org/dir/page");

    [Theory]
    [InlineData("<a href='../x#y'>", "Page /x")]
    [InlineData("<base href=/base/><a href=x>", "Page /base/x")]
    [InlineData("<a href=x rel='external nofollow'>", "")]
    [InlineData("<meta name=robots content='noindex, nofollow'><a href=x>", "")]
    [InlineData("<a href='https://user:secret@www.example.org/x'>", "Page /x")]
    [InlineData("<a href='//www.example.org/y'><area href=z>", "Page /y, Page /dir/z")]
    [InlineData("<a href='mailto:a@b.example'><a href='#top'><a href=''><a href='data:text/html,x'><a href='http://'>", "")]
    [InlineData("<img src=a.png srcset='b.png 1x, c,d.png 2x,e.png'>", "Image /dir/a.png, Image /dir/b.png, Image /dir/c,d.png, Image /dir/e.png")]
    [InlineData("<picture><source srcset='a.avif 100w'><img src=a.png></picture>", "Image /dir/a.avif, Image /dir/a.png")]
    [InlineData("<video src=v.mp4 poster=p.png><track src=t.vtt></video>", "Media /dir/v.mp4, Image /dir/p.png, Media /dir/t.vtt")]
    [InlineData("<link rel='shortcut icon' href=/i.ico><link rel=manifest href=/m><link rel=manifest href=/n crossorigin=use-credentials>", "Icon /i.ico, Manifest /m, ManifestWithCredentials /n")]
    [InlineData("<link rel=stylesheet href=/a.css disabled><link rel='alternate stylesheet' href=/b.css><link rel=preconnect href=/c><link rel=prefetch href=/d>", "")]
    [InlineData("<link rel=alternate hreflang=de href=/de><link rel=canonical href=/c><link rel=alternate type=application/atom+xml href=/f>", "Alternate /de, Canonical /c, Feed /f")]
    [InlineData("<div style=\"background:url('a.png')\"></div><svg><use href='s.svg#i'/></svg>", "Image /dir/a.png, Image /dir/s.svg")]
    [InlineData("<form action=/search></form><form action=/buy method=POST></form><form></form>", "Form /search")]
    [InlineData("<iframe src=f></iframe><iframe srcdoc=x src=g></iframe><object data=o.pdf></object>", "Frame /dir/f, Media /dir/o.pdf")]
    [InlineData("<meta http-equiv=refresh content='0; URL=/next'><meta property=og:image content=/o.png><meta name=twitter:image content=/t.png>", "Page /next, SocialImage /o.png, SocialImage /t.png")]
    [InlineData("<script type='application/ld+json'>{\"@graph\":[{\"image\":{\"url\":\"/l.png\"}}]}</script><script type=application/json>{\"image\":\"/no.png\"}</script>", "SocialImage /l.png")]
    [InlineData("<template><img src=t.png></template><!--<img src=c.png>--><textarea><img src=x.png></textarea><noscript><img src=n.png></noscript>", "Image /dir/n.png")]
    public void Reads_where_a_page_leads(string html, string expected)
    {
        var links = new LinkList(At);
        PageReader.Read(html, links);

        Assert.Equal(expected, Shown(links));
    }

    [Theory]
    [InlineData("@import 'a.css'; @import url(b.css) print; p{background:URL( \"c.png\" )}", "Stylesheet /dir/a.css, Stylesheet /dir/b.css, Image /dir/c.png")]
    [InlineData("@namespace url(http://www.w3.org/1999/xhtml); p{filter:url(#f)} /* url(x.png) */ q{content:'url(y.png)'}", "")]
    [InlineData("@media print { @font-face { src: url(a.woff) format('woff'), url(a.woff2?v=1) format('woff2') } p { background: url(b.png) } }", "Font /dir/a.woff2?v=1, Image /dir/b.png")]
    [InlineData("@font-face{src:url(a.eot)} @font-face{src:local(x)} @font-face{src:url(a.ttf)}", "Font /dir/a.ttf")]
    [InlineData("p{background:url(a\\ b.png)} q{background:url('unended.png", "Image /dir/a%20b.png, Image /dir/unended.png")]
    [InlineData("p { curl(x.png); -url(y.png) } @import", "")]
    public void Reads_what_a_stylesheet_loads(string css, string expected)
    {
        var links = new LinkList(At);
        CssReader.Read(css, links);

        Assert.Equal(expected, Shown(links));
    }

    [Theory]
    [InlineData("fetch('/a')", "Call /a")]
    [InlineData("const r = await fetch(`/a`); let s = fetch(\"/b\").then(x => x.json())", "Call /a, Call /b")]
    [InlineData("fetch('/a', { cache: 'no-store' })", "Call /a")]
    [InlineData("fetch('/a', { method: 'POST' }); fetch('/b', options); fetch('/c', { headers: h }); fetch(`/d/${id}`); fetch('/e' + id); fetch(url)", "")]
    [InlineData("function f() { fetch('/a') } x => fetch('/b'); if (x) fetch('/c'); y && fetch('/d'); z ? fetch('/e') : fetch('/f'); (() => { fetch('/g') })()", "")]
    [InlineData("// fetch('/a')\n/* ;fetch('/b') */ const s = \";fetch('/c')\"; const r = /;fetch('\\/d')/", "")]
    [InlineData("o.fetch('/a'); prefetch('/b'); }fetch('/c')", "")]
    [InlineData("const a = b / c; fetch('/a'); const t = `${x}`; fetch('/b')", "Call /a, Call /b")]
    [InlineData("const t = `${ `${ \"}\" }` }`; fetch('/a')", "")]
    public void Reads_what_a_script_asks_for_in_any_case(string script, string expected)
    {
        var links = new LinkList(At);
        ScriptReader.Read(script, links);

        Assert.Equal(expected, Shown(links));
    }

    [Theory]
    [InlineData("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc> https://www.example.org/a </loc></url><url><loc>/b</loc></url></urlset>", "Listed /a, Listed /b")]
    [InlineData("<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>", "Sitemap /s.xml")]
    [InlineData("https://www.example.org/a\r\nhttps://www.example.org/b\n", "Listed /a, Listed /b")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f '/f'>]><urlset><url><loc>/a</loc></url><url><loc>&e;</loc></url></urlset>", "Listed /a")]
    [InlineData("<urlset><url><loc>/a</loc></url><url><loc>/b<", "Listed /a")]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/self'/><entry><link href='/a'/></entry></feed>", "Listed /a")]
    [InlineData("", "")]
    public void Reads_sitemaps_as_far_as_they_can_be_read(string text, string expected)
    {
        var links = new LinkList(At);
        SitemapReader.Read(Encoding.UTF8.GetBytes(text), LinkKind.Listed, links);

        Assert.Equal(expected, Shown(links));
    }

    [Theory]
    [InlineData("<div>", 800_000)]
    [InlineData("<b>", 800_000)]
    [InlineData("<div/>", 300_000)]
    [InlineData("<svg><div><path/>", 100_000)]
    [InlineData("<svg><path ", 200_000)]
    [InlineData("<!--", 400_000)]
    [InlineData("<p><table><a href=z>", 50_000)]
    [InlineData("<a href=x ", 200_000)]
    [InlineData("<p a=1 b=2 c=3 ", 200_000)]
    public void Pages_that_go_on_and_on_take_no_longer_than_others(string part, int times)
    {
        var links = new LinkList(At);

        PageReader.Read($"<a href=first>x</a>{string.Concat(Enumerable.Repeat(part, times))}", links);

        Assert.Equal("/dir/first", links.Links[0].Url.AbsolutePath);
    }

    [Fact]
    public void A_page_of_many_attributes_takes_no_longer_than_others()
    {
        var links = new LinkList(At);

        PageReader.Read($"<a {string.Concat(Enumerable.Range(0, 300_000).Select(i => $"a{i}=b "))}href=y>", links);

        Assert.Equal("Page /dir/y", Shown(links));
    }

    [Fact]
    public void Drawings_of_many_lines_go_no_deeper() =>
        Assert.EndsWith("<a href=last>", Nesting.Bounded($"<svg>{string.Concat(Enumerable.Repeat("<path d='M0 0'/>", 5000))}</svg>{string.Concat(Enumerable.Repeat("<p>x<li>y<td>z", 5000))}<a href=last>"), StringComparison.Ordinal);

    [Fact]
    public void No_content_makes_a_reader_throw()
    {
        string[] parts = ["<a href=x>", "<svg>", "</svg>", "<table>", "<script>", "</script>", "<style>@import '", "url(", "@font-face{src:", "}", "<template>", "<base href=", "srcset=', ,'", "<img src=\"", "\\", "\"", "'", "/*", "<!--", "&#0;", "\0", "\ud800", "<loc>", "<urlset>", "]]>", "fetch('", "`${", "{\"icons\":[", "[1,{}]", "//", "=", ">", "https://[::", "http://%zz/", "\n"];
        var chance = new Random(6);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, chance.Next(1, 30)).Select(_ => parts[chance.Next(parts.Length)]));
            PageReader.Read(text, new(At));
            CssReader.Read(text, new(At));
            ScriptReader.Read(text, new(At));
            SitemapReader.Read(Encoding.UTF8.GetBytes(text), LinkKind.Listed, new(At));
            ManifestReader.Read(Encoding.UTF8.GetBytes(text), new(At));
            LinkedData.Read(text, new(At));
        }
    }

    private static string Shown(LinkList links) => string.Join(", ", links.Links.Select(link => $"{link.Kind} {link.Url.PathAndQuery}"));
}
