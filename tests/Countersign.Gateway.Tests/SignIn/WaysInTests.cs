using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>What holds for every address by which somebody may get in.</summary>
public sealed class WaysInTests
{
    [Theory]
    [InlineData("/.countersign/login")]
    [InlineData("/.countersign/login/second-factor")]
    [InlineData("/.countersign/login/passkey")]
    [InlineData("/.countersign/reset")]
    public async Task A_network_that_was_refused_too_often_has_to_wait(string address)
    {
        await using var gateway = await SignInSite.StartAsync("limits: { refusals-per-minute: 5 }\n" + SignInSite.Yaml);
        var browser = new TestBrowser(gateway);

        // Whichever way was refused: made-up attempts are as good as wrong passwords. Counts begin anew with each minute.
        Reply reply;
        var tries = 0;
        do
            reply = await browser.SubmitAsync("made-up");
        while (reply.Status != 429 && ++tries < 100);
        reply = await browser.PostAsync(address, [("attempt", "made-up"), ("token", "made-up")]);

        Assert.Equal(429, reply.Status);
        Assert.NotNull(reply.Field("Retry-After"));
        Assert.Equal(200, (await browser.GetAsync("/.countersign/login")).Status);
        Assert.Equal(200, (await browser.PostAsync("/.countersign/logout", [])).Status);
    }

    [Theory]
    [InlineData("/.countersign/account")]
    [InlineData("/.countersign/account/security")]
    public async Task A_session_in_the_open_is_nobodys_where_TLS_is_demanded(string address)
    {
        await using var gateway = await SignInSite.StartAsync(SignInSite.Yaml.Replace(", allow-cleartext: true", "", StringComparison.Ordinal));
        var session = await gateway.SignInAsync();

        var reply = await gateway.GetAsync(address, session.Cookie(), TestBrowser.Html);

        Assert.Equal(303, reply.Status);
        Assert.StartsWith("/.countersign/login", reply.Field("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_the_last_request_of_its_connection_and_the_answer_says_so()
    {
        await using var gateway = await SignInSite.StartAsync(SignInSite.Yaml);
        var asked = RunningGateway.Written("POST", "/.countersign/logout", "Content-Length: 4").Replace("Connection: close", "Connection: keep-alive", StringComparison.Ordinal);

        var reply = await gateway.RawAsync(asked + "abcd");

        Assert.Equal("close", reply.Field("Connection"));
    }
}
