using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Clients;

public sealed class ChromiumTests(SiteFixture fixture, BrowserFixture browser)
{
    private readonly Site _site = fixture.Site;

    [Theory]
    [InlineData("/basic/page", "basic", "Staging", "anna:correct horse")]
    [InlineData("/basic/page", "basic", "Staging", "dora:pässwörd")]
    [InlineData("/strong/page", "digest", "devices@example.org", "sensor1:s3cret")]
    [InlineData("/old/page", "digest", "devices@example.org", "sensor1:s3cret")]
    [InlineData("/any/page", "digest", "devices@example.org", "sensor1:s3cret")]
    public async Task Shows_its_dialog_and_then_the_page(string path, string scheme, string realm, string login)
    {
        await using var tab = await browser.OpenTabAsync();

        var dialogs = await tab.OpenAsync(_site.Url(path), login);

        Assert.Equal(new Dialog(scheme, realm), Assert.Single(dialogs));
        Assert.Equal("inside", await tab.TitleAsync());
    }

    [Theory]
    [InlineData("/basic/page", "basic", "Staging", "anna:wrong", "anna:correct horse")]
    [InlineData("/strong/page", "digest", "devices@example.org", "sensor1:wrong", "sensor1:s3cret")]
    public async Task Asks_again_after_a_wrong_password_and_lets_the_right_one_in(string path, string scheme, string realm, string wrong, string right)
    {
        await using var tab = await browser.OpenTabAsync();

        var dialogs = await tab.OpenAsync(_site.Url(path), wrong, right);

        Assert.Equal([new(scheme, realm), new(scheme, realm)], dialogs);
        Assert.Equal("inside", await tab.TitleAsync());
    }

    [Fact]
    public async Task Asks_again_after_a_wrong_password_and_shows_our_page_when_the_person_gives_up()
    {
        await using var tab = await browser.OpenTabAsync();

        var dialogs = await tab.OpenAsync(_site.Url("/basic/page"), "anna:wrong");

        Assert.Equal([new("basic", "Staging"), new("basic", "Staging")], dialogs);
        var (text, _) = await tab.RunAsync("document.body.innerText");
        Assert.Contains("Staging", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_of_another_origin_reads_the_challenge_and_no_dialog_comes()
    {
        await using var tab = await browser.OpenTabAsync();
        Assert.Empty(await tab.OpenAsync(_site.Upstream.Url + "/page"));

        var (text, dialogs) = await tab.RunAsync($$"""
            fetch('{{_site.Url("/api/x")}}', { headers: { 'X-API-Key': 'wrong' } }).then(async answer => JSON.stringify({
              status: answer.status, challenge: answer.headers.get('WWW-Authenticate'), reason: (await answer.json()).reason }))
            """);

        Assert.Empty(dialogs);
        var seen = JsonDocument.Parse(text).RootElement;
        Assert.Equal(401, seen.GetProperty("status").GetInt32());
        Assert.StartsWith("ApiKey realm=\"api\"", seen.GetProperty("challenge").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Basic", seen.GetProperty("challenge").GetString()!, StringComparison.Ordinal);
        Assert.StartsWith("api-key-", seen.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
