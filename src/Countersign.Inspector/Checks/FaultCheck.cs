using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks;

/// <summary>Speaks of faults that the core's reader of challenges notes. Which check speaks of which stands in <see cref="FaultOwners"/>: one cause, one finding.</summary>
internal abstract class FaultCheck : ExchangeCheck
{
    // What is broken a thousand times is broken.
    private const int MaxShown = 10;

    /// <inheritdoc/>
    public override Traits Needs => Traits.Challenge;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            foreach (var said in field.FaultsOf(Row.Id).GroupBy(fault => Say(field, fault, view), StringComparer.Ordinal).Take(MaxShown))
            {
                if (said.Key is { } message)
                    yield return Weigh(Found(message, [.. said.Take(MaxShown).Select(field.At)]) with { Fault = field.IsProxy ? Fault.Proxy : Row.Fault }, field, said.First());
            }
        }
    }

    /// <summary>What to say of a fault; null for nothing.</summary>
    protected abstract string? Say(ChallengeField field, WireFault fault, RecordingView view);

    /// <summary>The finding as it is to be weighed.</summary>
    protected virtual Finding Weigh(Finding finding, ChallengeField field, WireFault fault) => finding;

    /// <summary>What stands at the place of a fault.</summary>
    protected static string TextOf(ChallengeField field, WireFault fault) =>
        fault.Start >= field.Value.Length ? "" : field.Value.Substring(fault.Start, Math.Min(fault.Length, field.Value.Length - fault.Start));
}
