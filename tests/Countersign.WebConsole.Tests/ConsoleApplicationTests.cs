using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.WebConsole;

public sealed partial class ConsoleApplicationTests : IAsyncDisposable
{
    private readonly ConsoleHost _console = new(new() { Gateway = new GatewayDouble() });

    public static TheoryData<string> Pages => [.. ConsolePages.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_drawn_under_the_policy_with_nothing_inline_and_nothing_from_elsewhere(string name)
    {
        var answer = await _console.AskAsync($"/{name}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("<!DOCTYPE html>", answer.Text, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", answer.Fields.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Fields.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Fields.XContentTypeOptions);
        Assert.Equal("no-store", answer.Fields.CacheControl);
        Assert.DoesNotMatch(@"<style|\son\w+=|\sstyle=|javascript:", answer.Text);
        Assert.All(Script().Matches(answer.Text), script => Assert.Matches("src=\"/assets/|type=\"application/json\"", script.Value));
        Assert.DoesNotMatch("(?:src|href|action)=\"(?:https?:)?//", answer.Text);
        Assert.Single(Heading().Matches(answer.Text));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Below_a_mount_every_address_stays_below_it(string name)
    {
        var answer = await _console.AskAsync($"/{name}", request => request.PathBase = "/console");

        Assert.All(Address().Matches(answer.Text).Select(match => match.Groups["url"].Value), url => Assert.Matches("^(/console/|#|\\?)", url));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_with_its_assets_is_light(string name)
    {
        var answer = await _console.AskAsync($"/{name}");
        var weight = answer.Text.Length;
        foreach (var path in Address().Matches(answer.Text).Select(match => match.Groups["url"].Value).Where(url => url.StartsWith("/assets/", StringComparison.Ordinal)).Distinct())
            weight += (await _console.AskAsync(path)).Text.Length;

        Assert.InRange(weight, 1, 120 * 1024);
    }

    [Fact]
    public async Task Assets_are_kept_for_good_and_others_are_not_there()
    {
        var page = await _console.AskAsync("/");
        var sheet = Address().Matches(page.Text).Select(match => match.Groups["url"].Value).First(url => url.EndsWith(".css", StringComparison.Ordinal));

        var answer = await _console.AskAsync(sheet);

        Assert.Equal("public, max-age=31536000, immutable", answer.Fields.CacheControl);
        Assert.Equal("text/css; charset=utf-8", answer.Fields.ContentType);
        Assert.Equal(HttpStatusCode.NotFound, (await _console.AskAsync("/assets/console.css")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _console.AskAsync("/assets/../console.css")).Status);
    }

    [Fact]
    public async Task Where_there_is_no_page_the_way_to_all_pages_is_shown()
    {
        var answer = await _console.AskAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("<h1>No such page</h1>", answer.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/playground\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_a_gateway_are_not_there_without_one()
    {
        await using var alone = new ConsoleHost();
        foreach (var page in ConsolePages.All.Where(page => page.NeedsGateway))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await alone.AskAsync($"/{page.Name}")).Status);
            Assert.DoesNotContain($"href=\"/{page.Name}\"", (await alone.AskAsync("/")).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1:8402", true)]
    [InlineData("[::1]:8402", true)]
    [InlineData("localhost:8402", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("console.example:8402", true)]
    [InlineData("evil.example:8402", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("evil.localhost", false)]
    [InlineData("", false)]
    public async Task It_is_served_under_its_own_names_alone(string host, bool isServed)
    {
        await using var console = new ConsoleHost(new() { Hosts = new(["console.example"]) });

        var answer = await console.AskAsync("/", request => request.Headers.Host = host);

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.Status);
    }

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "null", true)]
    [InlineData("same-site", "http://127.0.0.1:8402", false)]
    [InlineData("cross-site", "http://127.0.0.1:8402", false)]
    [InlineData("none", null, false)]
    [InlineData(null, "http://127.0.0.1:8402", true)]
    [InlineData(null, "https://127.0.0.1:8402", false)]
    [InlineData(null, "http://127.0.0.1", false)]
    [InlineData(null, "http://evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, false)]
    public async Task A_form_is_taken_from_pages_of_the_console_alone(string? site, string? origin, bool isTaken)
    {
        var answer = await _console.AskAsync("/", request =>
        {
            request.Method = "POST";
            request.Headers["Sec-Fetch-Site"] = site;
            request.Headers.Origin = origin;
        });

        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task Other_methods_are_told_which_there_are()
    {
        var answer = await _console.AskAsync("/", request => request.Method = "DELETE");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal("GET, HEAD, POST", answer.Fields.Allow);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [GeneratedRegex("<script[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Script();

    [GeneratedRegex("<h1[ >]", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("(?:src|href|action)=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
