namespace Countersign.WebConsole.Ports;

/// <summary>A server behind a route.</summary>
/// <param name="Route">The route.</param>
/// <param name="Address">Its address.</param>
/// <param name="IsHealthy">Whether it is well; null where nobody asks.</param>
/// <param name="Active">How many requests it has under way.</param>
internal sealed record SeenUpstream(string Route, string Address, bool? IsHealthy, int Active);
