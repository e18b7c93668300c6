using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>Whether those who had got in before are refused all at once, everywhere, in an area or by one node.</summary>
/// <param name="memory">What is known.</param>
/// <param name="deployments">Minutes in which something was deployed, as far as they were told.</param>
internal sealed class OutageWatch(LogMemory memory, IReadOnlyList<uint> deployments)
{
    private const int FewCallers = 5, FewLines = 5, ManyLines = 20;
    private const uint Pause = 5, AfterDeployment = 10;

    /// <summary>Whether the node refuses far more than the others do.</summary>
    public bool IsOneNode(in LoggedRefusal refusal)
    {
        var minute = refusal.Time / 60;
        if (refusal.Node == 0 || memory.NodeCount < 2)
            return false;
        var here = memory.Minutes.Sum(minute, 2, Minutes.PlaceOfNode(refusal.Node));
        if (here.RefusedLines < FewLines || here.RefusedLines * 10L < (here.RefusedLines + here.ServedLines) * 3L)
            return false;
        var others = default(MinuteCell);
        for (var node = 0; node <= memory.NodeCount; node++)
        {
            if (node != refusal.Node)
                others.Add(memory.Minutes.Sum(minute, 2, Minutes.PlaceOfNode(node)));
        }

        // Five times as often as the others, who had enough to do.
        return others.ServedLines >= ManyLines
            && (long)here.RefusedLines * (others.RefusedLines + others.ServedLines) >= 5L * others.RefusedLines * (here.RefusedLines + here.ServedLines);
    }

    /// <summary>The kind of outage in which a refusal lies; null where it lies in none.</summary>
    public RefusalClass? Of(in LoggedRefusal refusal)
    {
        var minute = refusal.Time / 60;
        var isAreaOut = IsOut(minute, Minutes.PlaceOfArea(refusal.Area)) && refusal.Area != 0;
        if (!isAreaOut && !IsOut(minute, 0))
            return null;
        ref var place = ref memory.Areas[isAreaOut ? refusal.Area : 0];
        if (place.OutageFrom == 0 || minute > place.OutageUntil + Pause)
            place.OutageFrom = minute;
        place.OutageUntil = Math.Max(place.OutageUntil, minute);
        return IsDeployedBefore(place.OutageFrom) ? RefusalClass.Deploy : RefusalClass.Outage;
    }

    private bool IsOut(uint minute, int place)
    {
        var sum = memory.Minutes.Sum(minute, 1, place);
        if (sum.Refused < FewCallers)
            return false;

        // After a deployment less is suspect.
        var share = IsDeployedBefore(minute) ? 4 : 2;
        return sum.Refused * (long)share >= sum.Refused + sum.Served;
    }

    private bool IsDeployedBefore(uint minute) => Any(deployments, minute) || Any(memory.Minutes.Restarts, minute);

    private static bool Any(IReadOnlyList<uint> times, uint minute)
    {
        foreach (var time in times)
        {
            if (minute + 1 >= time && minute <= time + AfterDeployment)
                return true;
        }

        return false;
    }
}
