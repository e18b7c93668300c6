using Countersign.Gateway.Doctor;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.Tests.SignIn;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

/// <summary>The doctor before servers that are after the password, or after the time of whoever asks.</summary>
public sealed class PasswordKeptTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await SignInSite.StartAsync("trusted-proxies: [127.0.0.1]\n" + SignInSite.Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sends_no_password_over_a_connection_that_shows_another_certificate_than_those_before(int goodPages)
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var good = TestCertificates.Load(authority.Issue("front"));
        using var bad = TestCertificates.Load(stranger.Issue("front"));
        var pages = 0;
        await using var front = await Front.StartAsync(_gateway.Url, new()
        {
            Chosen = () => pages >= goodPages ? bad : good,
            Instead = context =>
            {
                if (context.Request.Method == "GET" && context.Request.Path == "/.countersign/login")
                    pages++;
                return false;
            },
        });
        var order = Order($"https://localhost:{front.Port}/staff/a") with { Authorities = _gateway.Files.Write(authority.Pem, "ca.pem") };

        var report = await ExamineAsync(order);

        Assert.True(pages >= goodPages);
        Assert.DoesNotContain(front.Contents, IsPassword);
        Assert.Equal(FindingVerdict.Fault, Of(report, "connection/certificate").Verdict);
        Assert.Equal(FindingVerdict.NotChecked, Of(report, "sign-in/password").Verdict);
        Assert.Contains("Nobody vouches", Of(report, "sign-in/password").Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_a_password_over_connections_that_all_show_a_good_certificate()
    {
        using var authority = new TestAuthority();
        using var good = TestCertificates.Load(authority.Issue("front"));
        await using var front = await Front.StartAsync(_gateway.Url, new() { Chosen = () => good });

        var report = await ExamineAsync(Order($"https://localhost:{front.Port}/staff/a") with { Authorities = _gateway.Files.Write(authority.Pem, "ca.pem") });

        Assert.Contains(front.Contents, IsPassword);
        Assert.Equal(FindingVerdict.Ok, Of(report, "sign-in/signed-out").Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sends_a_password_to_another_host_only_if_it_is_named(bool isNamed)
    {
        await using var other = await Front.StartAsync(_gateway.Url);
        await using var front = await Front.StartAsync(_gateway.Url, new() { Instead = context => IsLed(context, $"http://localhost:{other.Port}/staff/a") });

        var report = await ExamineAsync(Order($"http://127.0.0.1:{front.Port}/staff/a") with { SignInHosts = isNamed ? ["LOCALHOST"] : [] });

        Assert.Equal(isNamed, other.Contents.Any(IsPassword));
        var finding = Of(report, "sign-in/password");
        Assert.Equal(isNamed ? FindingVerdict.Ok : FindingVerdict.NotChecked, finding.Verdict);
        Assert.Equal(isNamed, !finding.Found.Contains("--sign-in-host localhost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_no_password_in_the_clear_to_this_machine_where_https_was_asked()
    {
        using var authority = new TestAuthority();
        using var good = TestCertificates.Load(authority.Issue("front"));
        await using var other = await Front.StartAsync(_gateway.Url);
        await using var front = await Front.StartAsync(_gateway.Url, new() { Instead = context => IsLed(context, $"http://localhost:{other.Port}/staff/a") }, good);

        var report = await ExamineAsync(Order($"https://localhost:{front.Port}/staff/a") with { Authorities = _gateway.Files.Write(authority.Pem, "ca.pem") });

        Assert.NotEmpty(other.Contents);
        Assert.DoesNotContain(other.Contents, IsPassword);
        Assert.Contains("without encryption", Of(report, "sign-in/password").Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_neither_the_password_nor_a_command_that_a_server_makes_up()
    {
        var forms = 0;
        await using var front = await Front.StartAsync(_gateway.Url, new()
        {
            Instead = context =>
            {
                if (context.Request.Method != "POST" || context.Request.Path != "/.countersign/login" || ++forms < 2)
                    return false;
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = SignInSite.Password;
                context.Response.Headers["Countersign-Reference"] = "x`; rm -r ~ #`";
                return true;
            },
        });

        var report = await ExamineAsync(Order($"http://127.0.0.1:{front.Port}/staff/a"));

        Assert.Contains("wait *** s", Of(report, "sign-in/password").Found, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Findings, finding => $"{finding.Found} {finding.Mend} {string.Join(' ', finding.Evidence)}" is var text
            && (text.Contains(SignInSite.Password, StringComparison.Ordinal) || text.Contains("rm -r", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Writes_an_address_that_a_server_makes_up_as_one_word_of_a_shell()
    {
        await using var front = await Front.StartAsync(_gateway.Url, new()
        {
            Instead = context =>
            {
                if (IsLed(context, "/else?';$(reboot)"))
                    return true;
                context.Response.StatusCode = 404;
                context.Response.Headers["Countersign-Reference"] = "7k3m9q2x5v8w1z4t";
                return true;
            },
        });

        var report = await ExamineAsync(Order($"http://127.0.0.1:{front.Port}/staff/a"));

        Assert.Contains($"GET 'http://127.0.0.1:{front.Port}/else?%27;$(reboot)'", Of(report, "way-in/navigation").Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_a_visit_after_a_minute_and_says_what_that_means()
    {
        var clock = new MovedClock();
        await using var front = await Front.StartAsync(_gateway.Url, new()
        {
            Instead = _ =>
            {
                clock.Now += TimeSpan.FromSeconds(25);
                return false;
            },
        });

        var report = await AddressExamination.RunAsync(Order($"http://127.0.0.1:{front.Port}/staff/a"), new SilentProgress(), clock, TestContext.Current.CancellationToken);

        Assert.Empty(front.Contents);
        Assert.Equal(FindingVerdict.NotChecked, Of(report, "connection/time").Verdict);
        Assert.Equal(FindingVerdict.NotChecked, Of(report, "sign-in/password").Verdict);
        Assert.DoesNotContain(report.Findings, finding => finding.Verdict == FindingVerdict.Fault && finding.Check.Id != "connection/clock");
    }

    private static bool IsLed(Microsoft.AspNetCore.Http.HttpContext context, string place)
    {
        if (context.Request.Path != "/staff/a")
            return false;
        context.Response.Redirect(place);
        return true;
    }

    private static bool IsPassword(string content) => content.Contains(SignInSite.Password, StringComparison.Ordinal);

    private static Finding Of(DoctorReport report, string id) => Assert.Single(report.Findings, finding => finding.Check.Id == id);

    private static AddressOrder Order(string url) => new(new(url)) { User = "anna", Password = new(SignInSite.Password) };

    private static Task<DoctorReport> ExamineAsync(AddressOrder order) =>
        AddressExamination.RunAsync(order, new SilentProgress(), TimeProvider.System, TestContext.Current.CancellationToken);
}
