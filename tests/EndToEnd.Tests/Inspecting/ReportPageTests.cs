using System.Text;
using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>The page of <c>inspect --format html</c> in a real browser: what a hostile server wrote stays text, and everybody can read it.</summary>
public sealed class ReportPageTests(BrowserFixture browser)
{
    private const string Hostile = """
        GET /orders?"><script>document.title='broken'</script> HTTP/1.1
        Host: api.example
        Authorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDA1NTkwMDAsIm5iZiI6MTcwMDU1NzIwMCwic2NvcGUiOiI8aW1nIHNyYz14IG9uZXJyb3I9ZG9jdW1lbnQudGl0bGU9J2Jyb2tlbic-In0.

        HTTP/1.1 401 <svg/onload=document.title='broken'>
        Date: Tue, 21 Nov 2023 10:00:00 GMT
        X-Powered-By: Express
        WWW-Authenticate: Bearer realm="</title></style><script>document.title='broken'</script>", error=<img/src/onerror=document.title='broken'>
        WWW-Authenticate: Basic realm=javascript:document.title='broken'
        Cache-Control: public, max-age=600
        X-"onmouseover="document.title='broken': ' autofocus onfocus='document.title=1
        Content-Type: text/html

        </pre></main><iframe srcdoc="<script>parent.document.title='broken'</script>"></iframe><style>*{display:none}</style>
        <meta http-equiv="refresh" content="0;url=https://evil.example/">
        """;

    [Theory]
    [InlineData("light", "rgb(246, 247, 249)")]
    [InlineData("dark", "rgb(18, 22, 28)")]
    public async Task A_hostile_recording_does_not_break_out_and_every_text_stands_out(string scheme, string background)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync();
        await window.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        await OpenAsync(window, await PageAsync(Hostile));

        // The page's own style applies, so its hash is right; nothing else is there that could run, load or lead away.
        Assert.Equal(background, await window.AskAsync("getComputedStyle(document.body).backgroundColor"));
        Assert.DoesNotContain("broken", (await window.TitleAsync()).Split(':')[0], StringComparison.Ordinal);
        Assert.Equal("0", await window.AskAsync("String(document.querySelectorAll('script, iframe, img, object, embed, link, base, form, [onload], [onerror], [onfocus], [onmouseover], meta[http-equiv=refresh]').length + document.querySelectorAll('style').length - 1)"));
        Assert.Equal("", await window.AskAsync("[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(href => !href.startsWith('#')).join()"));
        Assert.Contains("<iframe srcdoc=", await window.AskAsync("[...document.querySelectorAll('pre')].map(e => e.textContent).join()"), StringComparison.Ordinal);
        Assert.Contains("The signature is not checked.", await window.TextAsync(), StringComparison.Ordinal);

        await window.RunAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        Assert.Equal("", await window.AskAsync(Contrast.FaintTexts));
    }

    [Fact]
    public async Task The_keyboard_is_enough_and_a_phone_is_wide_enough()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync();
        await window.SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await OpenAsync(window, await PageAsync("GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n"));

        Assert.Equal("true", await window.AskAsync("String(document.documentElement.scrollWidth <= 360)"));
        await window.StrikeAsync("Tab", code: 9);
        Assert.Equal("skip", await window.AskAsync("document.activeElement.className"));
        Assert.NotEqual("none", await window.AskAsync("getComputedStyle(document.activeElement).outlineStyle"));

        // The change, curl, its lines, and HTTPie, which opens.
        for (var i = 0; i < 4; i++)
            await window.StrikeAsync("Tab", code: 9);
        Assert.Equal("httpie", await window.AskAsync("document.activeElement.textContent"));
        await window.StrikeAsync("Enter", "\r", 13);
        await window.UntilAsync("document.activeElement.parentElement.open");
    }

    private static async Task OpenAsync(Window window, string page)
    {
        await window.OpenAsync("about:blank");
        await window.RunAsync("document.title = 'before'");
        await window.OpenAsync($"data:text/html;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(page))}");
        await window.UntilAsync("document.title !== 'before'");
    }

    private static async Task<string> PageAsync(string transcript)
    {
        var ran = await Programs.CountersignWithInputAsync(transcript, "inspect", "-", "--format", "html", "--fail-on", "never");
        Assert.True(ran.Code == 0, ran.Error);
        return ran.Output;
    }
}
