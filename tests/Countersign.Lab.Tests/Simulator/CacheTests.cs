using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Caches, and scripts of other origins.</summary>
public sealed class CacheTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Page = "Origin: https://shop.example";

    private static readonly string[] Preflight = [Page, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: authorization"];

    private readonly Asking _asking = new(simulator.Url);

    [Fact]
    public async Task Keeps_a_refusal_for_a_minute_and_gives_it_to_those_with_good_credentials()
    {
        var clock = new MovedClock();
        await using var server = await SimulatedServer.StartAsync(new() { Clock = clock }, TestContext.Current.CancellationToken);
        var asking = new Asking(server.Url);
        const string Target = "/sim/401/basic?cache=kept";

        Assert.Equal(200, Asking.StatusOf(await asking.AskAsync(Target, Asking.Good)));
        Assert.Null(Asking.FieldOf(await asking.AskAsync(Target), "Age"));
        clock.Now = clock.Now.AddSeconds(20);
        var kept = await asking.AskAsync(Target, Asking.Good);
        Assert.Equal(401, Asking.StatusOf(kept));
        Assert.Equal("20", Asking.FieldOf(kept, "Age"));
        Assert.Equal(200, Asking.StatusOf(await asking.AskAsync(Target, Asking.Good, "Cache-Control: no-cache")));
        clock.Now = clock.Now.AddSeconds(40);
        Assert.Equal(200, Asking.StatusOf(await asking.AskAsync(Target, Asking.Good)));
    }

    [Fact]
    public async Task Gives_strangers_what_somebody_with_credentials_got_before()
    {
        const string Target = "/sim/401/basic?cache=shared";

        Assert.Equal(401, Asking.StatusOf(await _asking.AskAsync(Target)));
        await _asking.AskAsync(Target, Asking.Good);
        var leaked = await _asking.AskAsync(Target);
        Assert.Equal(200, Asking.StatusOf(leaked));
        Assert.Contains("\"user\": \"anna\"", Asking.ContentOf(leaked), StringComparison.Ordinal);
        Assert.Contains("hit", Asking.FieldOf(leaked, "Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_strangers_that_nothing_has_changed()
    {
        var tag = Asking.FieldOf(await _asking.AskAsync("/sim/401/basic?cache=condition", Asking.Good), "ETag");

        Assert.Equal(304, Asking.StatusOf(await _asking.AskAsync("/sim/401/basic?cache=condition", $"If-None-Match: {tag}")));
        Assert.Equal(401, Asking.StatusOf(await _asking.AskAsync("/sim/401/basic?cache=condition")));
    }

    [Fact]
    public async Task Lets_scripts_of_other_origins_ask_and_see_the_refusal()
    {
        var preflight = await _asking.AskAsync("OPTIONS", "/sim/401/basic?cors=allowed", Preflight, "");
        var refusal = await _asking.AskAsync("/sim/401/basic?cors=allowed", Page);

        Assert.Equal(204, Asking.StatusOf(preflight));
        Assert.Contains("Authorization", Asking.FieldOf(preflight, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Null(Asking.FieldOf(preflight, "WWW-Authenticate"));
        Assert.Equal(401, Asking.StatusOf(refusal));
        Assert.Equal("https://shop.example", Asking.FieldOf(refusal, "Access-Control-Allow-Origin"));
        Assert.Contains("WWW-Authenticate", Asking.FieldOf(refusal, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Equal("Origin", Asking.FieldOf(refusal, "Vary"));
    }

    [Fact]
    public async Task Allows_nobody_who_is_no_script_of_another_origin() => Assert.Null(Asking.FieldOf(await _asking.AskAsync("/sim/401/basic?cors=allowed"), "Access-Control-Allow-Origin"));

    [Theory]
    [InlineData("preflight-401", 401, null)]
    [InlineData("preflight-redirect", 302, null)]
    [InlineData("authorization-unnamed", 204, "Content-Type")]
    [InlineData("headers-star", 204, "*")]
    public async Task Answers_preflights_wrongly(string cors, int status, string? allowed)
    {
        var answer = await _asking.AskAsync("OPTIONS", $"/sim/401/basic?cors={cors}", Preflight, "");

        Assert.Equal(status, Asking.StatusOf(answer));
        Assert.Equal(allowed, Asking.FieldOf(answer, "Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("unreadable", null)]
    [InlineData("wildcard", "*")]
    [InlineData("two-origins", "https://shop.example, https://shop.example")]
    public async Task Hides_refusals_from_scripts(string cors, string? origin) =>
        Assert.Equal(origin, Asking.FieldOf(await _asking.AskAsync($"/sim/401/basic?cors={cors}", Page), "Access-Control-Allow-Origin"));
}
