using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>One way in which the proxy behaves, asked for by a label of the host: <c>http://digest.strip-authorization.simulator.test/</c>.</summary>
/// <param name="Name">The label.</param>
/// <param name="Story">What it does, and which section says what would be right.</param>
/// <param name="Provokes">The ids of the checks that find it.</param>
internal sealed record ProxyTwist(string Name, string Story, params ImmutableArray<string> Provokes)
{
    /// <summary>The path that shows it.</summary>
    public string At { get; init; } = "/get";

    /// <summary>Whether it shows behind the proxy's own question, to those who answer that.</summary>
    public bool IsBehind { get; init; }
}
