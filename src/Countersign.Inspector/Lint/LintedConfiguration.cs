using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Lint;

/// <summary>The configuration of one server as it was read, and all that was found in it.</summary>
/// <param name="Kind">Whose it is: <c>nginx</c>, <c>apache</c>, <c>htpasswd</c>, <c>htdigest</c>, <c>caddy</c> or <c>haproxy</c>.</param>
/// <param name="Files">The files that were read, those included last.</param>
public abstract record LintedConfiguration(string Kind, ImmutableArray<string> Files)
{
    /// <summary>What could not be read: findings go by the rest.</summary>
    public ImmutableArray<(string File, ReadingProblem Problem)> Problems { get; init; } = [];

    /// <summary>What was found, the gravest first.</summary>
    public ImmutableArray<LintFinding> Findings { get; init; } = [];

    /// <summary>How many findings were accepted before, and are none of these.</summary>
    public int Accepted { get; init; }

    /// <summary>What becomes of a request for an address without credentials; null where such files do not decide that.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The address.</param>
    public abstract AccessDecision? Why(string method, Uri url);
}
