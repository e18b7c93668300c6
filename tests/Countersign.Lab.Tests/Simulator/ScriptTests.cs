using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What scripts of other origins may ask, and what every answer has of its fields.</summary>
public sealed class ScriptTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Origin = "Origin: https://app.example";

    private readonly Asking _asking = new(simulator.Url);

    [Theory]
    [InlineData("/idp/token", "POST", "POST")]
    [InlineData("/idp/revoke", "POST", "POST")]
    [InlineData("/idp/par", "POST", "POST")]
    [InlineData("/idp/register", "POST", "POST")]
    [InlineData("/idp/jwks", "GET", "GET, HEAD")]
    [InlineData("/idp/userinfo", "GET", "GET, HEAD, POST")]
    [InlineData("/idp/.well-known/openid-configuration", "GET", "GET, HEAD")]
    [InlineData("/.well-known/oauth-protected-resource/bearer", "GET", "GET, HEAD")]
    [InlineData("/get", "GET", "GET, HEAD")]
    [InlineData("/anything/a", "PUT", "PUT")]
    public async Task Lets_scripts_ask_before_they_ask(string target, string method, string allowed)
    {
        var answer = await _asking.AskAsync("OPTIONS", target, [Origin, $"Access-Control-Request-Method: {method}", "Access-Control-Request-Headers: authorization,dpop"], "");

        Assert.Equal((204, "*", allowed, "Authorization, *"), (Asking.StatusOf(answer), Asking.FieldOf(answer, "Access-Control-Allow-Origin"), Asking.FieldOf(answer, "Access-Control-Allow-Methods"), Asking.FieldOf(answer, "Access-Control-Allow-Headers")));
        Assert.Null(Asking.FieldOf(answer, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/idp/userinfo", 401)]
    [InlineData("/idp/jwks", 200)]
    [InlineData("/get", 200)]
    [InlineData("/base64/!", 400)]
    public async Task Shows_scripts_what_it_answers(string target, int status)
    {
        var answer = await _asking.AskAsync(target, Origin);

        Assert.Equal((status, "*"), (Asking.StatusOf(answer), Asking.FieldOf(answer, "Access-Control-Allow-Origin")));
        Assert.Contains("WWW-Authenticate", Asking.FieldOf(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    // RFC 9700 §2.6: people go there, and not scripts.
    [Theory]
    [InlineData("/idp/authorize")]
    [InlineData("/idp/activate")]
    [InlineData("/sim/401/basic")]
    [InlineData("/basic-auth/anna/secret")]
    public async Task Shows_scripts_nothing_of_where_people_sign_in(string target) =>
        Assert.Null(Asking.FieldOf(await _asking.AskAsync(target, Origin), "Access-Control-Allow-Origin"));

    [Fact]
    public async Task Leaves_the_field_alone_that_was_asked_for() =>
        Assert.Equal("https://a.example", Asking.FieldOf(await _asking.AskAsync("/response-headers?Access-Control-Allow-Origin=https://a.example", Origin), "Access-Control-Allow-Origin"));

    [Theory]
    [InlineData("/status/401")]
    [InlineData("/sim/401/basic")]
    [InlineData("/anything")]
    [InlineData("/nothing")]
    [InlineData("/gzip")]
    [InlineData("/idp/userinfo")]
    [InlineData("/idp/authorize")]
    [InlineData("/idp/activate")]
    [InlineData("/idp/mint")]
    public async Task Says_of_HEAD_what_it_says_of_GET(string target)
    {
        var get = await _asking.AskAsync(target);
        var head = await _asking.AskAsync("HEAD", target, [], "");

        Assert.Equal((Asking.StatusOf(get), Asking.FieldOf(get, "Content-Length")), (Asking.StatusOf(head), Asking.FieldOf(head, "Content-Length")));
        Assert.Equal("", Asking.ContentOf(head));
    }

    [Fact]
    public async Task Says_which_part_it_is_with_206_and_how_long_all_of_it_with_416()
    {
        var part = await _asking.AskAsync("/status/206");

        Assert.Equal($"bytes 0-{Asking.ContentOf(part).Length - 1}/{Asking.ContentOf(part).Length}", Asking.FieldOf(part, "Content-Range"));
        Assert.Equal("bytes */0", Asking.FieldOf(await _asking.AskAsync("/status/416"), "Content-Range"));
    }
}
