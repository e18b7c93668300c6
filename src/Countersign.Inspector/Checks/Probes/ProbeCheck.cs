using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

/// <summary>Judges what probes were answered, once for all of them. What was to be asked and was not leaves it undecided, and that is said.</summary>
internal abstract class ProbeCheck : ExchangeCheck
{
    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        var probes = view.Probes;
        if (exchange.Index != probes.First)
            yield break;
        var found = Judge(probes).ToList();
        if (found.Count == 0 && Row.Severity > Severity.Good && probes.Results.FirstOrDefault(each => each.NotRun is not null && Wants(each.Probe)) is { NotRun: { } reason } open)
            found.Add(Found($"Whether that is so here was not asked ({open.Probe.Method}): {reason}.", Seen.Target(exchange)) with { Severity = Severity.Info, Certainty = Certainty.NotDecided, Fault = Fault.Nobody, OwnerFix = "", CallerFix = null });
        foreach (var finding in found)
            yield return finding;
    }

    /// <summary>Whether it can't tell without this one.</summary>
    protected abstract bool Wants(Probe probe);

    /// <summary>Judges the answers.</summary>
    protected abstract IEnumerable<Finding> Judge(ProbeMatrix probes);
}
