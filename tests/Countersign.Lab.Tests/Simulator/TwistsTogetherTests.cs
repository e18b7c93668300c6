using Countersign.Lab.Simulator.Twists;
using Countersign.Lab.Simulator.Twists.Transport;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Any two twists work together: whatever is asked for, the simulator answers, and not the server in its stead.</summary>
public sealed class TwistsTogetherTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private readonly Asking _asking = new(simulator.Url);

    // Those that only take time are left out.
    public static TheoryData<string> Twists() => [.. TwistCatalogue.All.Where(twist => twist is not Slow).Select(twist => twist.Name)];

    [Theory]
    [MemberData(nameof(Twists))]
    public async Task A_twist_works_with_each_other(string name)
    {
        var one = TwistCatalogue.Find(name)!;
        foreach (var other in TwistCatalogue.All.Where(other => other != one && other is not Slow))
        {
            var schemes = string.Join(',', new[] { "digest", "basic", one.Scheme, other.Scheme }.OfType<string>().Distinct());
            var target = $"/sim/401/{schemes}?{name}={Uri.EscapeDataString(one.Values[^1].Value)}&{other.Name}={Uri.EscapeDataString(other.Values[^1].Value)}";
            foreach (var fields in (string[][])[[], [Asking.Good, "Origin: https://shop.example", "Early-Data: 1"]])
            {
                var answer = await _asking.AskAsync(target, fields);
                Assert.True(Asking.FieldOf(answer, "Countersign-Simulated") is not null && Asking.StatusOf(answer) != 400, $"{target}\n{answer}");
            }
        }
    }
}
