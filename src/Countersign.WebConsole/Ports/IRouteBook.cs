namespace Countersign.WebConsole.Ports;

/// <summary>The routes in force.</summary>
internal interface IRouteBook
{
    /// <summary>All of them.</summary>
    SeenRoutes All();

    /// <summary>What <c>countersign route</c> tells: nothing is forwarded or written.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The whole URL.</param>
    /// <param name="fields">The fields, a line each.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="GatewayUnavailableException">The store can't be read.</exception>
    Task<RouteTrial> TryAsync(string method, string url, IEnumerable<string> fields, CancellationToken cancel);

    /// <summary>What <c>countersign check --against</c> tells of a text in the place of the file in force. Nothing is applied.</summary>
    FileComparison Compare(string text);
}
