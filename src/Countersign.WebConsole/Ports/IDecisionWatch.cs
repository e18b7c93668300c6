namespace Countersign.WebConsole.Ports;

/// <summary>Somebody who looks on, until it is disposed.</summary>
internal interface IDecisionWatch : IDisposable
{
    /// <summary>Ends when there is nothing to see any more.</summary>
    CancellationToken Over { get; }

    /// <summary>What was seen since the last time.</summary>
    DecisionBatch Take();
}
