using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.WebConsole;

/// <summary>The pages of a gateway, over one that is made up.</summary>
public sealed class GatewayPagesTests : IAsyncDisposable
{
    private readonly GatewayDouble _gateway = new();
    private readonly ConsoleHost _console;

    public GatewayPagesTests() => _console = new(new() { Gateway = _gateway });

    [Fact]
    public async Task Live_tells_counts_of_all_and_leads_from_a_refusal_to_its_story()
    {
        var page = await _console.AskAsync("/live");

        Assert.Contains("<span data-total>12,345</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("basic-wrong-password in the last 5 minutes: 3, at most 2 in 5 seconds", page.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/explain?reference=7k3m9q2x5v8w1z4t\">basic-wrong-password</a>", page.Text, StringComparison.Ordinal);
        Assert.Contains("/staff/&lt;b&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("data-stream=\"/live/stream\"", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?route=staff", true, false)]
    [InlineData("?outcome=admitted", false, true)]
    [InlineData("?reason=basic-wrong-password", true, false)]
    [InlineData("?client=192.0.2.8", false, true)]
    [InlineData("?client=192.0.2.", true, true)]
    [InlineData("?path=staff", true, false)]
    [InlineData("?route=staff&outcome=admitted", false, false)]
    [InlineData("?outcome=nonsense", true, true)]
    public async Task Live_lists_what_is_asked_for_and_its_stream_the_same(string query, bool hasRefused, bool hasAdmitted)
    {
        var page = await _console.AskAsync("/live" + query);
        var stream = await _console.AskAsync("/live/stream" + query);

        Assert.Equal((hasRefused, hasAdmitted), (page.Text.Contains("<td>192.0.2.7</td>", StringComparison.Ordinal), page.Text.Contains("<td>192.0.2.8</td>", StringComparison.Ordinal)));
        Assert.Equal((hasRefused, hasAdmitted), (stream.Text.Contains("192.0.2.7", StringComparison.Ordinal), stream.Text.Contains("192.0.2.8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_stream_is_of_events_whose_counts_are_of_all()
    {
        var stream = await _console.AskAsync("/live/stream?route=staff");

        Assert.Equal("text/event-stream", stream.Fields.ContentType);
        Assert.StartsWith("data: {", stream.Text, StringComparison.Ordinal);
        var batch = JsonDocument.Parse(stream.Text["data: ".Length..stream.Text.IndexOf("\n\n", StringComparison.Ordinal)]).RootElement;
        Assert.Equal(1, batch.GetProperty("matched").GetInt64());
        Assert.Equal([12_345, 3], batch.GetProperty("counts").EnumerateArray().Select(count => count.GetProperty("total").GetInt64()));
        Assert.Equal("7k3m9q2x5v8w1z4t", batch.GetProperty("newest")[0].GetProperty("reference").GetString());
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Other_sites_open_no_stream(string site) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _console.AskAsync("/live/stream", request => request.Headers["Sec-Fetch-Site"] = site)).Status);

    [Fact]
    public async Task Explain_tells_the_story_of_a_reference_and_says_when_there_is_none()
    {
        var known = await _console.AskAsync("/explain?reference=7k3m9q2x5v8w1z4t");
        var unknown = await _console.AskAsync("/explain?reference=%3Cb%3E");

        Assert.Contains("<td>staff (any of basic)</td>", known.Text, StringComparison.Ordinal);
        Assert.Contains("curl --user NAME http://www.example.org/staff/</pre>", known.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("No refused request has this reference.", unknown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_are_listed_with_how_often_each_was_used()
    {
        var page = await _console.AskAsync("/routes");

        Assert.Contains("1 of 2 were used since the start.", page.Text, StringComparison.Ordinal);
        Assert.Contains("not used since the start", page.Text, StringComparison.Ordinal);
        Assert.Contains("Basic, users of the store", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_tried_with_its_fields()
    {
        var page = await _console.PostAsync("/routes", ("do", "try"), ("method", "POST"), ("url", "https://www.example.org/staff/"), ("fields", "A: 1\r\n\r\nB: 2\r\n"));
        var wrong = await _console.PostAsync("/routes", ("do", "try"), ("method", "GET"), ("url", "x"), ("fields", ""));

        Assert.Contains("POST https://www.example.org/staff/ A: 1|B: 2", page.Text, StringComparison.Ordinal);
        Assert.Contains("It does not get in.", page.Text, StringComparison.Ordinal);
        Assert.Contains("is not an http or https URL.", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_is_compared_as_text_and_as_upload()
    {
        var pasted = await _console.PostAsync("/routes", ("do", "compare"), ("text", "routes: []"));
        Assert.Equal("routes: []", _gateway.Compared);
        Assert.Contains("Opened: 1. Closed: 0.", pasted.Text, StringComparison.Ordinal);

        var form = new MultipartFormDataContent { { new StringContent("compare"), "do" }, { new StringContent(""), "text" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("bad")), "file", "new.yaml" } };
        var uploaded = await _console.AskAsync("/routes", request =>
        {
            (request.Method, request.ContentType, request.Body) = ("POST", form.Headers.ContentType!.ToString(), form.ReadAsStream(TestContext.Current.CancellationToken));
            request.Headers["Sec-Fetch-Site"] = "same-origin";
        });
        Assert.Equal("bad", _gateway.Compared);
        Assert.Contains("The file is not valid", uploaded.Text, StringComparison.Ordinal);
        Assert.Contains("empty-file", uploaded.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disable", "anna", "disable anna", "anna gets in no more with the store&#x27;s password, and the sessions have ended. API keys of anna that go on getting in: 1.")]
    [InlineData("enable", "ben", "enable ben", "ben gets in again.")]
    [InlineData("revoke-key", "K1", "revoke key K1", "The key K1 is revoked.")]
    [InlineData("revoke-session", "S1", "revoke session S1", "The session has ended.")]
    [InlineData("revoke-sessions", "anna", "revoke sessions of anna", "Sessions of anna that have ended: 2.")]
    public async Task People_are_disabled_and_revoked_by_their_forms(string deed, string name, string done, string sentence)
    {
        var page = await _console.PostAsync("/people", ("do", deed), ("name", name));

        Assert.Equal([done], _gateway.Deeds);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(sentence, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_done_is_said()
    {
        var revoked = await _console.PostAsync("/people", ("do", "revoke-key"), ("name", "K2"));
        var unfit = await _console.PostAsync("/people", ("do", "create-key"), ("label", "ci"), ("expires", "soon"));
        var unknown = await _console.PostAsync("/people", ("do", "remove-everything"));

        Assert.All([revoked, unfit, unknown], page => Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status));
        Assert.Contains("The key K2 was revoked before, or there is none.", revoked.Text, StringComparison.Ordinal);
        Assert.Contains("&#x27;soon&#x27; is no length of time.", unfit.Text, StringComparison.Ordinal);
        Assert.Empty(_gateway.Deeds);
    }

    [Fact]
    public async Task A_new_key_is_shown_once()
    {
        var made = await _console.PostAsync("/people", ("do", "create-key"), ("label", " ci "), ("scopes", "a b"), ("owner", "anna"), ("expires", "30d"));

        Assert.Equal(["create ci [a b] anna 30d"], _gateway.Deeds);
        Assert.Contains("cs_K3_secret</pre>", made.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cs_K3_secret", (await _console.AskAsync("/people")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_again_makes_no_second_key()
    {
        var page = (await _console.AskAsync("/people")).Text;
        var form = page.Split("name=\"form\" value=\"")[1].Split('"')[0];
        var unfit = await _console.PostAsync("/people", ("do", "create-key"), ("form", form), ("label", "ci"), ("expires", "soon"));
        var made = await _console.PostAsync("/people", ("do", "create-key"), ("form", form), ("label", "ci"));
        var again = await _console.PostAsync("/people", ("do", "create-key"), ("form", form), ("label", "ci"));

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], new[] { unfit.Status, made.Status, again.Status });
        Assert.Equal(["create ci []  "], _gateway.Deeds);
        Assert.DoesNotContain(form, again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_found_by_any_part_of_what_is_known()
    {
        var all = await _console.AskAsync("/people");
        var some = await _console.AskAsync("/people?q=ANNA");

        Assert.Contains("<th scope=\"row\">ben</th>", all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"row\">ben</th>", some.Text, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">anna</th>", some.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"row\">ci</th>", some.Text, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"End S1\"", some.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_changes_by_an_address_or_by_a_form_of_another_site()
    {
        await _console.AskAsync("/people?do=disable&name=anna");
        var foreign = await _console.AskAsync("/people", request =>
        {
            (request.Method, request.ContentType) = ("POST", "application/x-www-form-urlencoded");
            request.Headers["Sec-Fetch-Site"] = "cross-site";
            request.Headers.Origin = "https://evil.example";
            request.Body = new MemoryStream("do=disable&name=anna"u8.ToArray());
        });

        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.Empty(_gateway.Deeds);
    }

    [Fact]
    public async Task Health_says_what_is_well_and_what_is_not()
    {
        var page = await _console.AskAsync("/health");

        Assert.Contains("<h2 id=\"all\">Ready</h2>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"level error\">4</span> of the journal", page.Text, StringComparison.Ordinal);
        Assert.Contains("<td>keys in gone.jwks</td><td>0</td><td><span class=\"level error\">connection refused</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<td>asked about tokens</td><td></td><td><span class=\"level good\">no failure</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"level error\">does not answer</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("not asked: the route has no health check", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"level error\">over</span>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_to_be()
    {
        await using var console = new ConsoleHost(new() { Gateway = new GatewayDouble { IsDown = true } });

        Assert.Contains("<h2 id=\"all\">Not ready</h2>", (await console.AskAsync("/health")).Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/people", "/explain?reference=7k3m9q2x5v8w1z4t" })
        {
            var answer = await console.AskAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("The store is locked.\n", answer.Text);
        }
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();
}
