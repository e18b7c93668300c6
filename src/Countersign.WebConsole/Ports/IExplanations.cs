namespace Countersign.WebConsole.Ports;

/// <summary>What <c>countersign explain</c> tells.</summary>
internal interface IExplanations
{
    /// <summary>The story behind a reference; null when nobody knows it.</summary>
    /// <exception cref="GatewayUnavailableException">The store can't be read.</exception>
    ExplainedRequest? Find(string reference);
}
