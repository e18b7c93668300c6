using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>A twist that changes refusals, by each of its values in another way. Who is let in sees nothing of it.</summary>
internal abstract class RefusalTwist : Twist
{
    /// <summary>The values.</summary>
    public sealed override ImmutableArray<TwistValue> Values => [.. Rows.Select(row => row.Value)];

    /// <summary>The values with what they do.</summary>
    protected abstract ImmutableArray<TwistRow> Rows { get; }

    public sealed override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (!judged.Decision.IsAdmitted)
            Rows.First(row => row.Value.Value == value).Change(answer, judged);
    }
}
