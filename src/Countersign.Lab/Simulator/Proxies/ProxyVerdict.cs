namespace Countersign.Lab.Simulator.Proxies;

/// <summary>What became of a request to the proxy.</summary>
/// <param name="Request">The request as the proxy sees it.</param>
/// <param name="Answer">What it is answered with; null where it goes on.</param>
/// <param name="Info">What Proxy-Authentication-Info then says; null for nothing.</param>
internal sealed record ProxyVerdict(SimulatedRequest Request, SimulatedAnswer? Answer, string? Info);
