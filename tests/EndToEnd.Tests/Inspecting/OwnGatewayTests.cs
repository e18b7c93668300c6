using Countersign.Inspector.Findings;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>This gateway, judged by its own inspector: nothing to object to, whatever the client did wrong.</summary>
public sealed class OwnGatewayTests(SiteFixture site)
{
    [Theory]
    [InlineData("/basic/a")]
    [InlineData("/digest/a")]
    [InlineData("/strong/a")]
    [InlineData("/any/a")]
    [InlineData("/people/a")]
    [InlineData("/orders/a")]
    [InlineData("/api/a")]
    [InlineData("/basic/a", "--head")]
    [InlineData("/basic/a", "--request", "POST", "--data", "a=b")]
    [InlineData("/basic/a", "--header", "Accept: application/json")]
    [InlineData("/basic/a", "--header", "Accept: text/html")]
    [InlineData("/basic/a", "--user", "anna:wrong")]
    [InlineData("/digest/a", "--digest", "--user", "sensor1:wrong")]
    [InlineData("/digest/a", "--digest", "--user", "sensor1:s3cret")]
    [InlineData("/strong/a", "--digest", "--user", "sensor1:s3cret")]
    [InlineData("/orders/a", "--header", "X-API-Key: ck_0123456789")]
    [InlineData("/basic/a", "--header", "X-API-Key: ck_0123456789")]
    [InlineData("/nowhere")]
    [InlineData("/open/a")]
    public async Task Is_as_it_should_be(string path, params string[] arguments)
    {
        var inspection = await CurlVisit.InspectAsync([.. arguments, site.Site.Url(path)]);

        Assert.NotEmpty(inspection.Recording.Exchanges);
        Assert.Empty(inspection.Findings.Where(finding => finding.Severity >= Severity.Warning && finding.Fault != Fault.Client).Select(finding => $"{finding.Check.Id}: {finding.Message}"));
    }

    [Fact]
    public async Task A_script_that_is_offered_Basic_alone_opens_the_browsers_dialog()
    {
        var inspection = await CurlVisit.InspectAsync("--header", "Sec-Fetch-Mode: cors", "--header", "Sec-Fetch-Site: same-origin", site.Site.Url("/basic/a"));

        Assert.Equal(["cors/dialog-for-script"], inspection.Findings.Where(finding => finding.Severity >= Severity.Warning).Select(finding => finding.Check.Id));
    }

    [Fact]
    public async Task A_script_of_an_allowed_origin_may_ask_and_sees_the_refusal()
    {
        var origin = $"Origin: {site.Site.Upstream.Url}";

        var preflight = await CurlVisit.InspectAsync("--request", "OPTIONS", "--header", origin, "--header", "Access-Control-Request-Method: GET", "--header", "Access-Control-Request-Headers: authorization", site.Site.Url("/api/a"));
        var refused = await CurlVisit.InspectAsync("--header", origin, "--header", "Sec-Fetch-Mode: cors", site.Site.Url("/api/a"));

        Assert.Empty(preflight.Ids());
        Assert.Contains("cors/refusal-readable", refused.Ids());
        Assert.DoesNotContain(refused.Findings, finding => finding.Severity >= Severity.Warning);
    }
}
