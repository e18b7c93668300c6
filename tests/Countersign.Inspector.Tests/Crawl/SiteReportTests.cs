using System.Text.Json;
using System.Xml.Linq;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>What a crawl looks like in each form. What strangers have put into their site is text there, and no secret of an address is in any.</summary>
public sealed class SiteReportTests : IAsyncLifetime
{
    private const string Hostile = "/x/<script>alert(1)</script>.png?token=abcdef0123456789abcdef&a=%22%3E";

    private TestSite _site = null!;
    private SiteInspection _inspection = null!;

    public async ValueTask InitializeAsync()
    {
        _site = (await TestSite.StartAsync()).Content("/icon.png", "image/png").Guard("/x/", "Bearer realm=\"<b>]]>\"").Page("/", $"<img src=\"{Hostile}\"><a href=/hidden>x</a>").Content("/robots.txt", "text/plain", "User-agent: *\nDisallow: /hidden");
        _inspection = await Crawling.OfAsync(_site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public void Text_has_the_verdict_first_and_then_what_is_to_be_done()
    {
        var text = Written(SiteTextReport.Write);

        Assert.StartsWith("1 page was asked for in ", text, StringComparison.Ordinal);
        Assert.Contains("note: 1 address was left out, since robots.txt forbids it.", text, StringComparison.Ordinal);
        Assert.Contains("error crawl/asset-refused: 1 image of open pages is refused at ", text, StringComparison.Ordinal);
        Assert.Contains("  fix: Open the place for everybody", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_form_that_inspect_and_lint_have()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            SiteJsonReport.Write(json, _inspection);
        var root = JsonDocument.Parse(stream.ToArray()).RootElement;

        Assert.Equal("findings", root.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.True(root.GetProperty("verdict").GetProperty("complete").GetBoolean());
        var finding = root.GetProperty("findings")[0];
        Assert.Equal(
            ["id", "severity", "certainty", "message", "fault", "fix", "requirement", "cause", "count", "evidence"],
            finding.EnumerateObject().Select(member => member.Name));
        Assert.Equal("crawl/asset-refused", finding.GetProperty("id").GetString());
        Assert.Equal("origin", finding.GetProperty("fault").GetString());
        Assert.Equal(1, root.GetProperty("site").GetProperty("forbiddenByRobots").GetInt32());
        Assert.Equal(401, root.GetProperty("site").GetProperty("refused")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public void Html_is_one_page_that_loads_nothing_and_runs_nothing()
    {
        var html = Written(SiteHtmlReport.Write);

        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("crawl/asset-refused", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.Error, 1)]
    [InlineData(Severity.Good, 1)]
    [InlineData(null, 0)]
    public void Junit_fails_the_checks_that_found_something_that_matters(Severity? least, int failures)
    {
        var suite = XDocument.Parse(Written((text, inspection) => SiteJUnitReport.Write(text, inspection, finding => finding.Severity >= least))).Root!.Element("testsuite")!;

        Assert.Equal(failures, suite.Elements("testcase").Count(test => test.Element("failure") is not null));
        Assert.Equal(failures.ToString(null as IFormatProvider), suite.Attribute("failures")!.Value);
        Assert.Equal(suite.Elements("testcase").Count().ToString(null as IFormatProvider), suite.Attribute("tests")!.Value);
        Assert.Equal("0", suite.Attribute("errors")!.Value);
    }

    [Fact]
    public async Task What_was_accepted_is_known_again_when_more_of_it_is_refused()
    {
        _site.Page("/", $"<img src=\"{Hostile}\"><img src=/x/more.png>");
        var accepted = Baseline.Read(Baseline.Write(await Crawling.OfAsync(_site)), out _)!;
        _site.Page("/", $"<img src=\"{Hostile}\"><img src=/x/more.png><img src=/x/most.png><a href=/y/>x</a>").Guard("/y/", "Basic realm=\"y\"");

        var left = accepted.Without(await Crawling.OfAsync(_site));

        Assert.All(left.Findings, found => Assert.DoesNotContain("/x/", found.Cause, StringComparison.Ordinal));
        Assert.Contains(left.Findings, found => found.Finding.Check.Id == "crawl/protected-linked");
        Assert.Contains("that was accepted is not shown.", Written((text, _) => SiteTextReport.Write(text, left)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_among_single_addresses_is_known_again_when_another_of_them_is_refused()
    {
        _site.Page("/", "<link rel=manifest href=/m.json><a href=/open>o</a>").Page("/open", "o").Guard("/m.json", "Basic realm=\"s\"").Guard("/secret", "Basic realm=\"s\"");
        var accepted = Baseline.Read(Baseline.Write(await Crawling.OfAsync(_site)), out _)!;
        _site.Page("/", "<link rel=manifest href=/m.json><a href=/open>o</a><a href=/secret>s</a>");

        var found = await Crawling.OfAsync(_site);

        Assert.Contains(found.Findings, each => each.Finding.Message == $"1 web app manifest is refused at {_site.Url}m.json: 401 with Basic realm \"s\".");
        Assert.Equal("crawl/protected-linked", Assert.Single(accepted.Without(found).Findings, each => each.Finding.Severity >= Severity.Warning).Finding.Check.Id);
    }

    [Fact]
    public void What_was_accepted_is_not_said_to_be_all_right() =>
        Assert.Contains(", and nothing else that strangers need is refused.", Written((text, inspection) => SiteTextReport.Write(text, Baseline.Read(Baseline.Write(inspection), out var _)!.Without(inspection))), StringComparison.Ordinal);

    [Fact]
    public void No_form_has_the_secret_of_an_address()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            SiteJsonReport.Write(json, _inspection);

        Assert.All(
            [Written(SiteTextReport.Write), Written(SiteHtmlReport.Write), Written((text, inspection) => SiteJUnitReport.Write(text, inspection, _ => true)), System.Text.Encoding.UTF8.GetString(stream.ToArray())],
            report => Assert.DoesNotContain("abcdef0123456789", report, StringComparison.Ordinal));
    }

    private string Written(Action<TextWriter, SiteInspection> write)
    {
        using var text = new StringWriter();
        write(text, _inspection);
        return text.ToString();
    }
}
