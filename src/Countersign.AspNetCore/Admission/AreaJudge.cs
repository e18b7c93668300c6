using System.Diagnostics;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Admission;

/// <summary>Judges a request that is known to belong to an area.</summary>
internal static class AreaJudge
{
    /// <summary>Decides whether it may enter, unless too much of this client was refused already.</summary>
    public static ValueTask<JudgedRequest> JudgeAsync(HttpRequestFacts facts, ProtectedArea area, RefusalBudget budget, CancellationToken cancel)
    {
        if (area.Policy.Kind == AccessKind.AnyOf && !budget.HasRoom(facts.ClientAddress))
            return ValueTask.FromResult(new JudgedRequest { Facts = facts, Area = area, Decision = new() { Refusal = Refusal.TooManyRefusals } });

        var began = Stopwatch.GetTimestamp();
        var deciding = Gate.DecideAsync(facts, area.Policy, cancel);
        return deciding.IsCompletedSuccessfully
            ? ValueTask.FromResult(new JudgedRequest { Facts = facts, Area = area, Decision = deciding.Result, Effort = Stopwatch.GetElapsedTime(began) })
            : Awaited(deciding, facts, area);
    }

    private static async ValueTask<JudgedRequest> Awaited(ValueTask<Decision> deciding, HttpRequestFacts facts, ProtectedArea area) =>
        new() { Facts = facts, Area = area, Decision = await deciding };
}
