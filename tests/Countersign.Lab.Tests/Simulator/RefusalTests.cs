using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Other statuses, contents and servers in the place of a 401.</summary>
public sealed class RefusalTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Good = "Basic YW5uYTpzZWNyZXQ=";
    private const string Bad = "Basic YW5uYTpmYWxzY2g=";

    [Theory]
    [InlineData("302", 302, 302)]
    [InlineData("307", 307, 307)]
    [InlineData("login-page", 200, 200)]
    [InlineData("json-200", 200, 200)]
    [InlineData("403", 403, 401)]
    [InlineData("400", 400, 401)]
    [InlineData("400-wrong", 401, 400)]
    [InlineData("404", 404, 404)]
    [InlineData("407", 407, 407)]
    [InlineData("498", 498, 498)]
    [InlineData("500", 401, 500)]
    public async Task Answers_strangers_and_wrong_credentials_as_it_is_asked_to(string instead, int strangers, int wrong)
    {
        var target = $"/sim/401/basic?instead={instead}";

        Assert.Equal(strangers, StatusOf(await AskAsync(target)));
        Assert.Equal(wrong, StatusOf(await AskAsync(target, Bad)));
        Assert.Equal(200, StatusOf(await AskAsync(target, Good)));
    }

    [Fact]
    public async Task Refuses_who_may_not_as_if_nobody_knew_them() => Assert.Equal(401, StatusOf(await AskAsync("/sim/401/basic?instead=permission", Good)));

    [Theory]
    [InlineData("403")]
    [InlineData("302")]
    [InlineData("login-page")]
    [InlineData("404")]
    [InlineData("511")]
    public async Task Leaves_no_challenge_where_none_belongs(string instead) => Assert.DoesNotContain("-Authenticate:", await AskAsync($"/sim/401/basic?instead={instead}"), StringComparison.Ordinal);

    [Fact]
    public async Task Redirects_to_a_page_that_is_there()
    {
        var location = FieldOf(await AskAsync("/sim/401/basic?instead=303&realm=a"), "Location");

        Assert.Equal("/sim/login?return=%2Fsim%2F401%2Fbasic%3Finstead%3D303%26realm%3Da", location);
        Assert.Contains("value=\"/sim/401/basic?instead=303&amp;realm=a\"", await AskAsync(location!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_write_into_the_page_to_sign_in() =>
        Assert.DoesNotContain("<script>", await AskAsync("/sim/login?return=%22%3E%3Cscript%3E"), StringComparison.Ordinal);

    [Theory]
    [InlineData("407", "Proxy-Authenticate", "WWW-Authenticate")]
    [InlineData("407-other-field", "WWW-Authenticate", "Proxy-Authenticate")]
    public async Task Asks_as_a_proxy_does(string instead, string there, string notThere)
    {
        var answer = await AskAsync($"/sim/401/basic?instead={instead}");

        Assert.Equal("Basic realm=\"Simulator\", charset=\"UTF-8\"", FieldOf(answer, there));
        Assert.Null(FieldOf(answer, notThere));
    }

    [Theory]
    [InlineData("empty", null, "")]
    [InlineData("html", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("json", "application/json", "{\"error\"")]
    [InlineData("problem-bare", "application/problem+json", "{}")]
    public async Task Has_the_content_that_is_asked_for(string content, string? type, string beginning)
    {
        var answer = await AskAsync($"/sim/401/basic?content={content}");

        Assert.Equal(type, FieldOf(answer, "Content-Type"));
        Assert.StartsWith(beginning, ContentOf(answer), StringComparison.Ordinal);
        Assert.Equal(ContentOf(answer).Length.ToString(CultureInfo.InvariantCulture), FieldOf(answer, "Content-Length"));
    }

    [Theory]
    [InlineData("/sim/401/basic?content=problem", 401)]
    [InlineData("/sim/401/basic?content=problem&instead=403", 403)]
    [InlineData("/sim/401/basic?content=problem-wrong-status", 500)]
    [InlineData("/sim/401/basic?content=problem-wrong-status&instead=500", 401)]
    public async Task Names_the_status_in_the_problem_that_is_asked_for(string target, int status) =>
        Assert.Equal(status, JsonDocument.Parse(ContentOf(await AskAsync(target, target.Contains("=500", StringComparison.Ordinal) ? Bad : null))).RootElement.GetProperty("status").GetInt32());

    [Theory]
    [InlineData("nginx", 401, 401, 200, 401)]
    [InlineData("nginx-no-file", 401, 403, 403, 401)]
    [InlineData("nginx-bad-file", 401, 500, 500, 401)]
    [InlineData("apache", 401, 401, 200, 401)]
    [InlineData("apache-no-file", 401, 500, 500, 500)]
    [InlineData("apache-bad-hash", 401, 401, 401, 401)]
    [InlineData("apache-no-name", 500, 500, 500, 500)]
    public async Task Answers_as_that_server_does(string server, int strangers, int wrong, int good, int unreadable)
    {
        var target = $"/sim/401/basic?server={server}";

        Assert.Equal(strangers, StatusOf(await AskAsync(target)));
        Assert.Equal(wrong, StatusOf(await AskAsync(target, Bad)));
        Assert.Equal(good, StatusOf(await AskAsync(target, Good)));
        Assert.Equal(unreadable, StatusOf(await AskAsync(target, "Basic !")));
    }

    [Theory]
    [InlineData("nginx", "Basic realm=\"The \"new\" area\"")]
    [InlineData("apache", "Basic realm=\"The \\\"new\\\" area\"")]
    public async Task Writes_the_realm_as_that_server_does(string server, string challenge)
    {
        var answer = await AskAsync($"/sim/401/basic?server={server}&realm=The+%22new%22+area");

        Assert.Equal(challenge, FieldOf(answer, "WWW-Authenticate"));
        Assert.Null(FieldOf(answer, "Cache-Control"));
        Assert.Equal("/sim/{status:int}/{schemes}", FieldOf(answer, "Countersign-Simulated"));
    }

    private static int StatusOf(string answer) => int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);

    private static string? FieldOf(string answer, string name) =>
        answer.Split("\r\n\r\n")[0].Split("\r\n").FirstOrDefault(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    private static string ContentOf(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private Task<string> AskAsync(string target, string? authorization = null) =>
        Visitor.AskAsync(simulator.Url, $"GET {target} HTTP/1.1\r\nHost: {simulator.Url.Authority}\r\n{(authorization is null ? "" : $"Authorization: {authorization}\r\n")}Connection: close\r\n\r\n");
}
