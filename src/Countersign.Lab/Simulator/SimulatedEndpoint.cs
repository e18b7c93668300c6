using System.Collections.Immutable;

namespace Countersign.Lab.Simulator;

/// <summary>One address of the simulator. It is listed in <see cref="SimulatorCatalogue"/>; index, OpenAPI description and reference come from what it says of itself.</summary>
internal abstract class SimulatedEndpoint
{
    /// <summary>Where it is, as a template of routes, such as <c>/basic-auth/{user}/{password}</c>.</summary>
    public abstract string Path { get; }

    /// <summary>What it is about.</summary>
    public abstract SimulatorGroup Group { get; }

    /// <summary>What it does, in a sentence or two, and by which section.</summary>
    public abstract string Story { get; }

    /// <summary>The methods that it answers; empty for all.</summary>
    public virtual ImmutableArray<string> Methods => [];

    /// <summary>Whether scripts of any origin may ask it, and see what it answers; none of them gets in by cookies.</summary>
    public virtual bool IsForScripts => false;

    /// <summary>What its query may say.</summary>
    public virtual ImmutableArray<SimulatorParameter> Parameters => [];

    /// <summary>Visits that show it.</summary>
    public abstract ImmutableArray<SimulatedVisit> Visits { get; }

    /// <summary>Answers a request.</summary>
    public abstract ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel);
}
