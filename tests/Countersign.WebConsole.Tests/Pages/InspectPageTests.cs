using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Ports;
using Xunit;

namespace Countersign.WebConsole.Pages;

public sealed class InspectPageTests : IAsyncDisposable
{
    private const string Refused = """
        GET /orders?access_token=hush1&page=2 HTTP/1.1
        Host: api.example
        Authorization: Basic YW5uYTpodXNoMg==

        HTTP/1.1 401 Unauthorized
        WWW-Authenticate: Basic realm="<img src=x onerror=alert(1)>"
        Cache-Control: public, max-age=60

        """;

    private readonly NotedVisits _visits = new();
    private readonly ConsoleHost _console;

    public InspectPageTests() => _console = new(new() { Visits = _visits, Version = "1.2.3" });

    [Fact]
    public async Task What_is_pasted_is_judged_without_its_secrets_and_stays_text()
    {
        var page = await ResultAsync(("given", "yes"), ("text", Refused));

        Assert.Contains("id=\"verdict\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"exchange-1\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<mark class=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("YW5uYTpodXNoMg", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Link that asks again", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", "text/html; charset=utf-8")]
    [InlineData("json", "application/json")]
    [InlineData("sarif", "application/sarif+json")]
    [InlineData("har", "application/json")]
    public async Task A_result_is_kept_as_a_file_without_secrets(string form, string type)
    {
        var kept = (await _console.PostAsync("/inspect", ("given", "yes"), ("text", Refused))).Fields.Location.ToString().Split('=')[1];

        var file = await _console.AskAsync($"/inspect/result.{form}?kept={kept}");

        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.Equal(type, file.Fields.ContentType);
        Assert.Equal($"attachment; filename=\"countersign-result.{form}\"", file.Fields.ContentDisposition);
        Assert.DoesNotContain("hush", file.Text, StringComparison.Ordinal);
        if (form != "html")
            JsonDocument.Parse(file.Text).Dispose();
    }

    [Fact]
    public async Task The_har_file_is_read_as_the_same_visit()
    {
        var kept = (await _console.PostAsync("/inspect", ("given", "yes"), ("text", Refused))).Fields.Location.ToString().Split('=')[1];
        var har = await _console.AskAsync($"/inspect/result.har?kept={kept}");

        var exchange = Assert.Single(TranscriptReader.Read(Encoding.UTF8.GetBytes(har.Text), out _)!.Exchanges);

        Assert.Equal(401, exchange.Status);
        Assert.Equal("Basic realm=\"<img src=x onerror=alert(1)>\"", exchange.Response!.Fields.First("WWW-Authenticate"));
        Assert.Equal("public, max-age=60", exchange.Response.Fields.First("Cache-Control"));
    }

    [Fact]
    public async Task A_configuration_is_linted_and_nothing_of_this_machine_is_read()
    {
        var page = await ResultAsync(("given", "yes"), ("kind", "nginx"), ("text", "http { server { listen 80; include /etc/hostname; location / { auth_basic \"staff\"; auth_basic_user_file /etc/passwd; } location /open { } } }"));

        Assert.Contains("nginx", page.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"verdict\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("result.har", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_looks_like_nothing_that_is_known_is_said_to()
    {
        var page = await _console.PostAsync("/inspect", ("given", "yes"), ("text", "hello"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("role=\"alert\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_asked_with_what_was_filled_in_and_its_link_has_no_secret()
    {
        var page = await ResultAsync(("url", "https://api.example.org/orders?page=2&access_token=hush1"), ("method", "POST"), ("as", "script"), ("origin", "https://app.example.org"), ("token", "hush2"), ("probes", "on"));

        var (order, _) = Assert.Single(_visits.Asked);
        Assert.Equal(("POST", Asker.Script, "https://app.example.org", true), (order.Method, order.As, order.Origin, order.Probes));
        Assert.Equal("hush2", order.Token!.Reveal());
        Assert.Contains("/inspect?url=https%3A%2F%2Fapi.example.org%2Forders%3Fpage%3D2&amp;method=POST&amp;as=script&amp;origin=https%3A%2F%2Fapp.example.org", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("same-origin", true)]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    [InlineData(null, false)]
    public async Task A_link_asks_only_where_no_other_site_can_have_followed_it(string? site, bool isAsked)
    {
        var page = await _console.AskAsync("/inspect?url=https%3A%2F%2Fapi.example.org%2F", request => request.Headers["Sec-Fetch-Site"] = site);

        Assert.Equal(isAsked ? 1 : 0, _visits.Asked.Count);
        if (!isAsked)
            Assert.Contains("value=\"https://api.example.org/\"", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("same-origin")]
    public async Task A_link_asks_for_no_change(string site)
    {
        var page = await _console.AskAsync("/inspect?url=https%3A%2F%2Fapi.example.org%2Forders%2F1&method=DELETE", request => request.Headers["Sec-Fetch-Site"] = site);

        Assert.Empty(_visits.Asked);
        Assert.Contains("Nothing is asked before you say so.", page.Text, StringComparison.Ordinal);
        Assert.Contains("<option selected>DELETE</option>", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://anna:hush@example.org/")]
    [InlineData("http://")]
    [InlineData("")]
    public async Task Other_addresses_are_not_asked(string url)
    {
        var page = await _console.PostAsync("/inspect", ("url", url));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Empty(_visits.Asked);
    }

    [Fact]
    public async Task Credentials_of_a_query_are_not_read()
    {
        await _console.AskAsync("/inspect?url=https%3A%2F%2Fapi.example.org%2F&token=hush&user=anna&password=hush&probes=on");

        var (order, _) = Assert.Single(_visits.Asked);
        Assert.Equal((null, null, null, false), (order.Token, order.User, order.Password, order.Probes));
    }

    [Fact]
    public async Task A_result_is_not_kept_for_long_and_nobody_guesses_its_name()
    {
        var clock = new SetClock();
        await using var console = new ConsoleHost(new() { Clock = clock });
        var location = (await console.PostAsync("/inspect", ("given", "yes"), ("text", Refused))).Fields.Location.ToString();
        Assert.Matches("^/inspect\\?kept=[0-9a-f]{24}$", location);

        clock.Now += TimeSpan.FromMinutes(29);
        Assert.Equal(HttpStatusCode.OK, (await console.AskAsync(location)).Status);
        clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(HttpStatusCode.NotFound, (await console.AskAsync(location)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await console.AskAsync(location.Replace("?", "/result.json?", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task What_was_found_in_a_configuration_can_be_kept_as_files()
    {
        var location = (await _console.PostAsync("/inspect", ("given", "yes"), ("kind", "nginx"), ("text", "http { server { listen 80; server_name <b>; location / { auth_basic \"staff\"; auth_basic_user_file x; } } }"))).Fields.Location.ToString();
        foreach (var (name, content) in new[] { ("result.html", "<!doctype html>"), ("result.json", "\"findings\""), ("result.sarif", "\"runs\"") })
        {
            var file = await _console.AskAsync(location.Replace("?", $"/{name}?", StringComparison.Ordinal));

            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.Equal($"attachment; filename=\"countersign-{name}\"", file.Fields.ContentDisposition);
            Assert.Contains(content, file.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>;", file.Text, StringComparison.Ordinal);
            Assert.Contains($"/inspect/{name}?kept=", (await _console.AskAsync(location)).Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("result.har", (await _console.AskAsync(location)).Text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private async Task<ConsoleAnswer> ResultAsync(params (string Name, string Value)[] values)
    {
        var posted = await _console.PostAsync("/inspect", values);
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        var page = await _console.AskAsync(posted.Fields.Location.ToString());
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page;
    }

    private sealed class NotedVisits : IVisits
    {
        public List<(VisitOrder Order, GuardedNetwork Network)> Asked { get; } = [];

        public Task<Recording> AskAsync(VisitOrder order, GuardedNetwork network, CancellationToken cancel)
        {
            Asked.Add((order, network));
            return Task.FromResult(Recording.Read("GET / HTTP/1.1\nHost: api.example.org\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n"u8.ToArray()));
        }
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
