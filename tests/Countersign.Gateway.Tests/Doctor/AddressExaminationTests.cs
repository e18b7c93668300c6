using System.Globalization;
using Countersign.Gateway.Doctor;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.Tests.SignIn;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

/// <summary>The doctor before a real gateway, with a proxy between that does right, or one thing wrong.</summary>
public sealed class AddressExaminationTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Mishap> Mishaps = new(StringComparer.Ordinal)
    {
        ["way-in/navigation"] = new() { Instead = context => Redirect(context, context.Request.Path == "/staff/a", "/staff/b") || Redirect(context, context.Request.Path == "/staff/b", "/staff/a") },
        ["way-in/page"] = new() { Instead = context => Answer(context, IsPage(context), 404) },
        ["cookies/kept"] = new() { Answer = fields => fields.Remove("Set-Cookie") },
        ["cookies/returned"] = new() { Request = request => request.Headers.Remove("Cookie") },
        ["cookies/unchanged"] = new() { Answer = fields => Rewrite(fields, line => line.Replace("SameSite=Lax", "SameSite=Strict", StringComparison.Ordinal)) },
        ["between/cache"] = new() { Keeps = true },
        ["between/large-cookies"] = new() { LargestHead = 3000 },
        ["between/challenge"] = new() { Answer = fields => fields.Remove("WWW-Authenticate") },
        ["scripts/refusal"] = new() { Instead = context => Redirect(context, context.Request.Headers["Sec-Fetch-Mode"] == "cors", "/.countersign/login") },
        ["scripts/preflight"] = new() { Instead = context => Answer(context, context.Request.Method == "OPTIONS", 401) },
        ["scripts/upgrade"] = new() { Instead = context => Answer(context, context.Request.Headers.Upgrade.Count > 0, 400) },
        ["sign-in/session-kept"] = new() { Answer = fields => Rewrite(fields, line => line.StartsWith("countersign=", StringComparison.Ordinal) ? null : line) },
        ["sign-in/lets-in"] = new() { Request = WithoutSession },
        ["sign-in/signed-out"] = new() { Instead = context => Answer(context, context.Request.Path == "/.countersign/logout", 500) },
    };

    private RunningGateway _gateway = null!;

    public static TheoryData<string> Names => [.. Mishaps.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await SignInSite.StartAsync("trusted-proxies: [127.0.0.1]\n" + SignInSite.Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Finds_nothing_where_all_is_well_and_looks_at_all(bool isOld)
    {
        await using var front = await Front.StartAsync(_gateway.Url);

        var report = await ExamineAsync(front, isOld: isOld);

        Assert.All(report.Findings, finding => Assert.True(finding.Verdict == FindingVerdict.Ok, $"{finding.Check.Id}: {finding.Found}"));
        Assert.Superset(Mishaps.Keys.Append("sign-in/password").Append("between/scheme").Append("between/origin").Append("connection/clock").ToHashSet(), report.Findings.Select(finding => finding.Check.Id).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Finds_what_a_proxy_does_wrong(string id)
    {
        await using var front = await Front.StartAsync(_gateway.Url, Mishaps[id]);

        var report = await ExamineAsync(front);

        var finding = Assert.Single(report.Findings, finding => finding.Check.Id == id);
        Assert.True(finding.Verdict is FindingVerdict.Fault or FindingVerdict.Warning, $"{finding.Verdict}: {finding.Found}");
        Assert.NotNull(finding.Mend);
        Assert.NotEqual(FindingVerdict.Ok, report.Verdict);
    }

    [Fact]
    public async Task Finds_a_Host_that_is_changed_where_the_browser_says_no_more_than_its_Origin()
    {
        await using var front = await Front.StartAsync(_gateway.Url, new() { Request = request => request.Headers.Host = "inside.test" });
        var order = Order(front.Port) with { Url = new($"http://app.test:{front.Port}/staff/a"), Places = [new("app.test", System.Net.IPAddress.Loopback)] };

        var report = await AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Equal(FindingVerdict.Fault, Assert.Single(report.Findings, finding => finding.Check.Id == "between/origin").Verdict);
        Assert.Equal(FindingVerdict.Fault, Assert.Single(report.Findings, finding => finding.Check.Id == "sign-in/password").Verdict);
    }

    [Fact]
    public async Task Passes_on_what_the_page_says_of_a_lost_cookie()
    {
        await using var front = await Front.StartAsync(_gateway.Url, Mishaps["cookies/returned"]);

        var finding = Assert.Single((await ExamineAsync(front)).Findings, finding => finding.Check.Id == "cookies/returned");

        Assert.Contains(finding.Evidence, line => line.Contains("A proxy may take off Set-Cookie or Cookie", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(120, FindingVerdict.Fault)]
    [InlineData(-12, FindingVerdict.Warning)]
    public async Task Finds_a_clock_that_is_off(int seconds, FindingVerdict verdict)
    {
        var date = (TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToString("r", CultureInfo.InvariantCulture);
        await using var front = await Front.StartAsync(_gateway.Url, new() { Answer = fields => fields["Date"] = date });

        var finding = Assert.Single((await ExamineAsync(front, user: null)).Findings, finding => finding.Check.Id == "connection/clock");

        Assert.Equal(verdict, finding.Verdict);
        Assert.Contains(seconds > 0 ? "ahead" : "behind", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_that_nobody_listens()
    {
        var report = await AddressExamination.RunAsync(new(new($"http://127.0.0.1:{RunningGateway.FreePort()}/")), new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Equal(["connection/reachable"], report.Findings.Select(finding => finding.Check.Id));
        Assert.Equal(FindingVerdict.Fault, report.Verdict);
    }

    [Theory]
    [InlineData("wrong", FindingVerdict.Fault)]
    [InlineData(SignInSite.Password, FindingVerdict.Ok)]
    public async Task Tells_a_wrong_password_and_shows_none(string password, FindingVerdict verdict)
    {
        var report = await AddressExamination.RunAsync(Order(_gateway.Url.Port) with { Password = new(password) }, new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Equal(verdict, Assert.Single(report.Findings, finding => finding.Check.Id == "sign-in/password").Verdict);
        using var text = new StringWriter();
        DoctorText.Write(report, text, useColour: false);
        Assert.DoesNotContain(SignInSite.Password, text.ToString() + report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_no_session_behind()
    {
        await AddressExamination.RunAsync(Order(_gateway.Url.Port), new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Empty(new AspNetCore.Sessions.SessionRegister(_gateway.Host.Services.Store, TimeProvider.System).List("anna", 10));
    }

    [Fact]
    public async Task Tells_an_address_that_is_not_protected()
    {
        var report = await AddressExamination.RunAsync(new(new(_gateway.Url, "/open/a")), new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Equal(FindingVerdict.Warning, Assert.Single(report.Findings, finding => finding.Check.Id == "way-in/navigation").Verdict);
    }

    [Theory]
    [InlineData(true, FindingVerdict.Ok)]
    [InlineData(false, FindingVerdict.Fault)]
    public async Task Sees_whether_the_gateway_knows_of_https(bool isSaid, FindingVerdict verdict)
    {
        using var authority = new TestAuthority();
        using var certificate = TestCertificates.Load(authority.Issue("front"));
        var file = _gateway.Files.Write(authority.Pem, "ca.pem");
        await using var front = await Front.StartAsync(_gateway.Url, new() { Request = request => request.Headers.Remove(isSaid ? "X-Nothing" : "X-Forwarded-Proto") }, certificate);

        var order = new AddressOrder(new($"https://localhost:{front.Port}/staff/a")) { Authorities = file, User = "anna", Password = new(SignInSite.Password) };
        var report = await AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Equal(verdict, Assert.Single(report.Findings, finding => finding.Check.Id == "between/scheme").Verdict);
        Assert.Equal(isSaid, report.Verdict != FindingVerdict.Fault);

        // Good, and for some hours yet.
        Assert.Equal(FindingVerdict.Warning, Assert.Single(report.Findings, finding => finding.Check.Id == "connection/certificate").Verdict);
    }

    [Theory]
    [InlineData("other.example", true, "is for other.example")]
    [InlineData(null, false, "Nobody who is trusted here")]
    public async Task Sends_no_password_where_nobody_vouches_for_the_certificate(string? onlyFor, bool isTrusted, string found)
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = TestCertificates.Load(authority.Issue("front", onlyFor));
        var file = _gateway.Files.Write((isTrusted ? authority : stranger).Pem, "ca.pem");
        await using var front = await Front.StartAsync(_gateway.Url, null, certificate);

        var order = new AddressOrder(new($"https://localhost:{front.Port}/staff/a")) { Authorities = file, User = "anna", Password = new(SignInSite.Password) };
        var report = await AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, Cancel);
        var insecure = await AddressExamination.RunAsync(order with { IsInsecure = true }, new SilentProgress(), TimeProvider.System, Cancel);

        Assert.Contains(found, Assert.Single(report.Findings, finding => finding.Check.Id == "connection/certificate").Found, StringComparison.Ordinal);
        Assert.Equal(FindingVerdict.NotChecked, Assert.Single(report.Findings, finding => finding.Check.Id == "sign-in/password").Verdict);
        Assert.Equal(FindingVerdict.Ok, Assert.Single(insecure.Findings, finding => finding.Check.Id == "sign-in/password").Verdict);
    }

    [Theory]
    [InlineData("http://app.test:80")]
    [InlineData("https://app.test:443")]
    public async Task Finds_nothing_where_a_site_leads_from_http_to_https(string from)
    {
        using var authority = new TestAuthority();
        using var certificate = TestCertificates.Load(authority.Issue("front", "app.test"));
        var file = _gateway.Files.Write(authority.Pem, "ca.pem");
        await using var front = await Front.StartAsync(_gateway.Url, null, certificate);
        await using var before = await Front.StartAsync(_gateway.Url, new() { Instead = context => Redirect(context, true, $"https://app.test:{front.Port}{context.Request.Path}{context.Request.QueryString}") });
        var given = new UriBuilder(from) { Path = "/staff/a" };
        given.Port = given.Scheme == "http" ? before.Port : front.Port;
        var order = Order(0) with { Url = given.Uri, Authorities = file, Places = [new("app.test", System.Net.IPAddress.Loopback)] };

        var report = await AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, Cancel);

        // A certificate for some hours.
        Assert.All(report.Findings.Where(finding => finding.Check.Id != "connection/certificate"), finding => Assert.True(finding.Verdict == FindingVerdict.Ok, $"{finding.Check.Id}: {finding.Found}"));
        Assert.Superset(new[] { "sign-in/session-kept", "sign-in/lets-in", "sign-in/signed-out", "scripts/refusal", "between/scheme" }.ToHashSet(), report.Findings.Select(finding => finding.Check.Id).ToHashSet());
    }

    [Fact]
    public async Task Finds_that_only_the_sign_in_page_is_led_to_https()
    {
        using var authority = new TestAuthority();
        using var certificate = TestCertificates.Load(authority.Issue("front", "app.test"));
        var file = _gateway.Files.Write(authority.Pem, "ca.pem");
        await using var front = await Front.StartAsync(_gateway.Url, null, certificate);
        await using var before = await Front.StartAsync(_gateway.Url, new()
        {
            Instead = context => Redirect(context, IsPage(context), $"https://app.test:{front.Port}{context.Request.Path}{context.Request.QueryString}"),
        });
        var order = Order(0) with { Url = new($"http://app.test:{before.Port}/staff/a"), Authorities = file, Places = [new("app.test", System.Net.IPAddress.Loopback)] };

        var report = await AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, Cancel);

        var finding = Assert.Single(report.Findings, finding => finding.Check.Id == "sign-in/session-kept");
        Assert.Equal(FindingVerdict.Fault, finding.Verdict);
        Assert.Contains($"https alone, and not sent to http://app.test:{before.Port}", finding.Found, StringComparison.Ordinal);
    }

    private static Task<DoctorReport> ExamineAsync(Front front, string? user = "anna", bool isOld = false) =>
        AddressExamination.RunAsync(Order(front.Port) with { User = user, IsOldBrowser = isOld }, new SilentProgress(), TimeProvider.System, Cancel);

    private static AddressOrder Order(int port) => new(new($"http://127.0.0.1:{port}/staff/a")) { User = "anna", Password = new(SignInSite.Password) };

    private static bool IsPage(HttpContext context) => context.Request.Path == "/.countersign/login";

    private static bool Answer(HttpContext context, bool isMeant, int status)
    {
        if (isMeant)
            context.Response.StatusCode = status;
        return isMeant;
    }

    private static bool Redirect(HttpContext context, bool isMeant, string place)
    {
        if (isMeant)
            context.Response.Redirect(place);
        return isMeant;
    }

    private static void Rewrite(IHeaderDictionary fields, Func<string, string?> rewrite) =>
        fields.SetCookie = fields.SetCookie.OfType<string>().Select(rewrite).OfType<string>().ToArray();

    private static void WithoutSession(HttpRequestMessage request)
    {
        if (!request.Headers.TryGetValues("Cookie", out var lines))
            return;
        var kept = string.Join("; ", lines.SelectMany(line => line.Split("; ")).Where(cookie => !cookie.StartsWith("countersign=", StringComparison.Ordinal)));
        request.Headers.Remove("Cookie");
        if (kept.Length > 0)
            request.Headers.TryAddWithoutValidation("Cookie", kept);
    }
}
