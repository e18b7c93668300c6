namespace Countersign.Gateway.Routing;

/// <summary>A route that a request missed by one thing.</summary>
/// <param name="Route">Its name.</param>
/// <param name="Missed">host, path, method or header.</param>
/// <param name="Why">What it takes instead.</param>
public sealed record NearMatch(string Route, string Missed, string Why);
