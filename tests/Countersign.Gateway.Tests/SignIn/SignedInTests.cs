using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>The page where a sign-in ends that a script began in a window of its own.</summary>
public sealed class SignedInTests : IAsyncLifetime
{
    private const string Path = "/.countersign/signed-in";

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await SignInSite.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Says_who_signed_in_and_lets_its_one_script_run()
    {
        var browser = new TestBrowser(_gateway);
        Assert.Equal((303, Path), (await browser.SignInAsync(target: Path)) is { } reply ? (reply.Status, reply.Field("Location")) : default);

        var page = await browser.GetAsync(Path);

        Assert.Equal(200, page.Status);
        Assert.Contains("data-user=\"anna\"", page.Body, StringComparison.Ordinal);
        Assert.Matches("script-src 'sha256-[^ ]+'; ", page.Field("Content-Security-Policy"));
        Assert.Equal("no-store", page.Field("Cache-Control"));
    }

    [Fact]
    public async Task Leads_who_is_not_signed_in_to_the_page_for_that()
    {
        var browser = new TestBrowser(_gateway);

        var reply = await browser.GetAsync(Path);

        Assert.Equal((303, "/.countersign/login?return=%2F.countersign%2Fsigned-in"), (reply.Status, reply.Field("Location")));
        Assert.Equal(405, (await browser.PostAsync(Path, [])).Status);
    }
}
