using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Exercises.Doors;

/// <summary>A scheme of an exercise: unlike those of the simulator's addresses, nothing of it can be chosen by the query.</summary>
/// <param name="name">Its name.</param>
/// <param name="expected">What is let in, in words that do not solve the exercise.</param>
/// <param name="create">The scheme.</param>
internal sealed class DoorKind(string name, string expected, Func<SimulatedRequest, IAuthScheme> create) : SchemeKind
{
    /// <summary>What is wanted beyond credentials; null for nothing.</summary>
    public Func<SimulatedRequest, AccessPolicy, AccessPolicy>? Demands { get; init; }

    public override string Name => name;

    public override string Story => expected;

    public override ImmutableArray<SimulatorParameter> Parameters => [];

    public override Refusal Worn => Refusal.BasicWrongPassword;

    public override IAuthScheme Create(SimulatedRequest request) => create(request);

    public override AccessPolicy Demand(SimulatedRequest request, AccessPolicy policy) => Demands?.Invoke(request, policy) ?? policy;

    public override string Expected(SimulatedRequest request) => expected;

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.Authenticate, name);
}
