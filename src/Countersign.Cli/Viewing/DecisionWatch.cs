using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>Somebody who looks on: counts all that is of interest, and keeps the newest of it between two looks.</summary>
/// <param name="filter">What is of interest.</param>
/// <param name="most">How many are kept.</param>
/// <param name="leave">Called when nobody looks any more.</param>
/// <param name="over">Ends with the gateway.</param>
internal sealed class DecisionWatch(DecisionFilter filter, int most, Action<DecisionWatch> leave, CancellationToken over) : IDecisionWatch
{
    private readonly Lock _gate = new();
    private readonly Queue<SeenDecision> _kept = new();
    private long _matched;

    /// <inheritdoc/>
    public CancellationToken Over => over;

    /// <summary>Takes a decision.</summary>
    public void Note(SeenDecision decision)
    {
        if (!filter.Takes(decision))
            return;
        lock (_gate)
        {
            _matched++;
            _kept.Enqueue(decision);
            if (_kept.Count > most)
                _kept.Dequeue();
        }
    }

    /// <inheritdoc/>
    public DecisionBatch Take()
    {
        lock (_gate)
        {
            var batch = new DecisionBatch(_matched, [.. _kept]);
            _kept.Clear();
            return batch;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => leave(this);
}
