using System.Globalization;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Answers that change from one request to the next, and clocks that differ.</summary>
public sealed class FlappingTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private readonly Asking _asking = new(simulator.Url);

    [Fact]
    public async Task Refuses_good_credentials_each_third_time() => Assert.Equal("200 200 401 200 200 401", await _asking.StatusesAsync("/sim/401/basic?every=3", 6));

    [Fact]
    public async Task Lets_in_strangers_neither_more_nor_less_often()
    {
        Assert.Equal(401, Asking.StatusOf(await _asking.AskAsync("/sim/401/basic?every=2")));
        Assert.Equal("200 401", await _asking.StatusesAsync("/sim/401/basic?every=2", 2));
    }

    [Fact]
    public async Task Has_one_machine_of_three_that_does_not_know_the_credentials()
    {
        var seen = new List<string>();
        for (var time = 0; time < 6; time++)
        {
            var answer = await _asking.AskAsync("/sim/401/basic?nodes=3", Asking.Good);
            seen.Add($"{Asking.FieldOf(answer, "X-Served-By")} {Asking.StatusOf(answer)}");
        }

        Assert.Equal(["node-1 200", "node-2 200", "node-3 401", "node-1 200", "node-2 200", "node-3 401"], seen);
    }

    [Fact]
    public async Task Refuses_by_chance_the_same_ones_for_the_same_seed()
    {
        var (one, again, other) = (await ChanceAsync("a"), await ChanceAsync("a"), await ChanceAsync("b"));

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
        Assert.InRange(one.Split(' ').Count(status => status == "401"), 5, 35);
    }

    [Theory]
    [InlineData("0", 200)]
    [InlineData("1", 401)]
    public async Task Takes_no_chances_at_the_ends(string rate, int status) => Assert.Equal($"{status} {status} {status}", await _asking.StatusesAsync($"/sim/401/basic?rate={rate}", 3));

    [Theory]
    [InlineData(420)]
    [InlineData(-420)]
    public async Task Says_another_time_than_it_is(int seconds)
    {
        var clock = new MovedClock();
        await using var server = await SimulatedServer.StartAsync(new() { Clock = clock }, TestContext.Current.CancellationToken);
        var answer = await new Asking(server.Url).AskAsync(string.Create(CultureInfo.InvariantCulture, $"/sim/401/basic?date={seconds}"), Asking.Good);

        Assert.Equal(200, Asking.StatusOf(answer));
        Assert.Equal(clock.Now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture), Asking.FieldOf(answer, "Date"));
    }

    [Theory]
    [InlineData(0, 299, "401 200")]
    [InlineData(0, 300, "401 401")]
    [InlineData(420, 0, "401 401")]
    [InlineData(-420, 300, "401 200")]
    [InlineData(-420, 720, "401 401")]
    public async Task Judges_nonces_by_another_clock(int skew, int later, string statuses)
    {
        var clock = new MovedClock();
        await using var server = await SimulatedServer.StartAsync(new() { Clock = clock }, TestContext.Current.CancellationToken);
        using var stage = new DigestStage(server.Url);
        var target = string.Create(CultureInfo.InvariantCulture, $"/sim/401/digest?skew={skew}");
        var challenge = await stage.ChallengeAsync(target);
        clock.Now = clock.Now.AddSeconds(later);
        var answer = await stage.SendAsync(target, DigestStage.Compute(target, "Simulator", challenge.Find("nonce")!));

        Assert.Equal(statuses, $"401 {(int)answer.StatusCode}");
    }

    [Fact]
    public async Task Skews_no_clock_that_nothing_goes_by() => Assert.Equal(400, Asking.StatusOf(await _asking.AskAsync("/sim/401/basic?skew=60")));

    private async Task<string> ChanceAsync(string seed)
    {
        await using var server = await SimulatedServer.StartAsync(new() { Seed = seed }, TestContext.Current.CancellationToken);
        return await new Asking(server.Url).StatusesAsync("/sim/401/basic?rate=0.5&client=chance", 40);
    }
}
