using Countersign.Inspector.Exchanges;
using Countersign.WebConsole.Guarding;

namespace Countersign.WebConsole.Ports;

/// <summary>Asks addresses with the client, and takes down every message.</summary>
internal interface IVisits
{
    /// <summary>Asks. Whatever goes wrong on the way is in the recording.</summary>
    /// <param name="order">What is asked.</param>
    /// <param name="network">The only connections that may be used.</param>
    /// <param name="cancel">Stops it.</param>
    Task<Recording> AskAsync(VisitOrder order, GuardedNetwork network, CancellationToken cancel);
}
