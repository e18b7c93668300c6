using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Classes;
using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>What carries a rise.</summary>
public sealed class SpikeTests
{
    [Fact]
    public void Names_the_address_that_guesses()
    {
        var spike = Rise((log, at, number) => log.Add(at, "203.0.113.7", 401, "/login", $"name{number}", "python-requests/2.32.3", method: "POST"))!;

        Assert.Equal((LogDimension.Address, "203.0.113.7"), (spike.Carriers[0].Dimension, spike.Carriers[0].Value));
        Assert.Equal((RefusalClass.Guessing, Certainty.Likely), (spike.Class, spike.Certainty));
        Assert.Equal(LogLab.Noon.AddMinutes(30), spike.From);
    }

    [Fact]
    public void Names_the_version_of_a_program_that_many_use() =>
        Assert.Equal((LogDimension.Agent, "shop-app/9.1.0"), Carrier(Rise((log, at, number) => log.Add(at, $"203.0.113.{number % 200}", 401, "/cart", agent: "shop-app/9.1.0"))!));

    [Fact]
    public void Names_the_area_where_many_programs_are_refused() =>
        Assert.Equal((LogDimension.Area, "/cart"), Carrier(Rise((log, at, number) => log.Add(at, $"203.0.113.{number % 200}", 401, "/cart", agent: $"app{number % 9}"))!));

    [Fact]
    public void Names_the_node() =>
        Assert.Equal((LogDimension.Node, "10.0.0.2:80"), Carrier(Rise((log, at, number) => log.Add(at, $"203.0.113.{number % 200}", 401, $"/cart{(char)('a' + (number % 9))}", agent: $"app{number % 9}", scheme: "Bearer", node: "10.0.0.2:80"), LogLab.Telling())!));

    [Fact]
    public void Names_nothing_where_it_is_spread()
    {
        var spike = Rise((log, at, number) => log.Add(at, $"203.0.113.{number % 200}", 401, $"/area{(char)('a' + (number % 9))}", agent: $"app{number % 9}"))!;

        Assert.Empty(spike.Carriers);
        Assert.Equal(Certainty.NotDecided, spike.Certainty);
    }

    [Fact]
    public void Sees_no_rise_in_a_steady_log() => Assert.Null(Rise((_, _, _) => { }));

    [Fact]
    public void Sees_no_rise_in_a_handful() =>
        Assert.Null(LogLab.Combined().Every(60, 0, 3600, (log, at) => log.Add(at, "198.51.100.7", 200)).Every(10, 1200, 1300, (log, at) => log.Add(at, "198.51.100.7", 401)).Judge().Spike);

    [Fact]
    public void Compares_a_rise_at_the_beginning_with_what_follows()
    {
        var log = LogLab.Combined().Every(60, 0, 3600, (lines, at) => lines.Add(at, "198.51.100.7", 200)).Every(1, 0, 120, (lines, at) => lines.Add(at, "203.0.113.7", 401, "/cart"));

        Assert.True(log.Judge().Spike!.IsAtBeginning);
    }

    [Fact]
    public void Hides_a_name_that_never_got_in()
    {
        var report = Report((log, at, number) => log.Add(at, $"203.0.113.{number % 200}", 401, $"/area{(char)('a' + (number % 9))}", "hunter2", $"app{number % 9}"), LogLab.Combined());

        Assert.Equal((LogDimension.Name, "h***"), (report.Spike!.Carriers[0].Dimension, report.Shown(report.Spike.Carriers[0])));
    }

    private static (LogDimension Dimension, string Value) Carrier(Spike spike) => (spike.Carriers[0].Dimension, spike.Carriers[0].Value);

    private static Spike? Rise(Action<LogLab, double, int> add, LogLab? log = null) => Report(add, log ?? LogLab.Combined()).Spike;

    // An hour with a refusal every ten seconds here and there; in minutes 30 to 35 more.
    private static LogReport Report(Action<LogLab, double, int> add, LogLab log)
    {
        log.Every(10, 0, 3600, (lines, at) => lines.Add(at, $"198.51.100.{(int)at / 10 % 40}", 401, (int)at % 3 == 0 ? "/orders" : "/files", agent: $"okhttp/4.{(int)at / 10 % 9}", node: $"10.0.0.{(int)at / 10 % 3}:80"));
        for (var number = 0; number < 600; number++)
            add(log, 1800 + (number / 2.0), number);
        return log.Judge();
    }
}
