using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>A scheme that addresses of the simulator may ask for. What judges is the same that judges in the gateway.</summary>
internal abstract class SchemeKind
{
    /// <summary>The name in the path, such as <c>basic</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is said of it.</summary>
    public abstract string Story { get; }

    /// <summary>What its parameters in the query are.</summary>
    public abstract ImmutableArray<SimulatorParameter> Parameters { get; }

    /// <summary>What credentials that were good are refused with when an address is to take them no more.</summary>
    public abstract Refusal Worn { get; }

    /// <summary>What is wrong with the parameters of a request, in words; null for nothing.</summary>
    public virtual string? FaultOf(SimulatedRequest request) => ValueOf(request, "realm").Any(char.IsControl) ? "The realm holds control characters." : null;

    /// <summary>The scheme for a request.</summary>
    public abstract IAuthScheme Create(SimulatedRequest request);

    /// <summary>What is asked beyond credentials, such as scopes.</summary>
    public virtual AccessPolicy Demand(SimulatedRequest request, AccessPolicy policy) => policy;

    /// <summary>What is let in, in words.</summary>
    public abstract string Expected(SimulatedRequest request);

    /// <summary>The change to the request that gets in.</summary>
    public abstract RequestChange Fix(SimulatedRequest request);

    /// <summary>The value of one of its parameters: what the path says goes before the query.</summary>
    protected string ValueOf(SimulatedRequest request, string name)
    {
        if ((request.Route(name) ?? request.Query(name)) is { } given)
            return given;
        foreach (var parameter in Parameters)
        {
            if (parameter.Name == name)
                return parameter.Default ?? "";
        }

        return "";
    }
}
