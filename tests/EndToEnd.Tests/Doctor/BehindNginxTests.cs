using System.Text.Json;
using Countersign.EndToEnd.SignIn;
using Xunit;

namespace Countersign.EndToEnd.Doctor;

/// <summary>The doctor before a real nginx that is configured rightly, or wrongly in one point.</summary>
public sealed class BehindNginxTests
{
    private const string Said = "proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-For $remote_addr;";
    private const string Room = "large_client_header_buffers 4 32k;";

    [Fact]
    public async Task All_is_well()
    {
        Programs.Need(NginxFront.Program);
        await using var front = await NginxFront.StartAsync(Room, Said);

        var ran = await front.ExamineAsync();

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        Assert.Contains("0 faults, 1 warning,", ran.Output, StringComparison.Ordinal); // the certificate ends within a day
        Assert.Contains("Signed out again", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(PeopleSite.Password, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("between/scheme", "trusted-proxies: [ADDRESS-OF-THE-PROXY]", Room, "")]
    [InlineData("cookies/kept", "no proxy_hide_header", Room, Said + "proxy_hide_header Set-Cookie;")]
    [InlineData("between/large-cookies", "nginx: large_client_header_buffers 4 16k", "large_client_header_buffers 4 2k;", Said)]
    [InlineData("between/challenge", "no proxy_hide_header", Room, Said + "proxy_hide_header WWW-Authenticate;")]
    [InlineData("cookies/kept", "no proxy_cookie_domain", Room, Said + "proxy_cookie_path / \"/; Domain=localhost\";")]
    public async Task What_nginx_does_wrong_is_found_and_the_line_that_mends_it_named(string id, string mend, string server, string location)
    {
        Programs.Need(NginxFront.Program);
        await using var front = await NginxFront.StartAsync(server, location);

        var ran = await front.ExamineAsync("--format", "json");

        Assert.True(ran.Code == 1, ran.Output + ran.Error);
        var finding = Assert.Single(JsonDocument.Parse(ran.Output).RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("id").GetString() == id);
        Assert.Equal("fault", finding.GetProperty("verdict").GetString());
        Assert.Contains(mend, finding.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }
}
