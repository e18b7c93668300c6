using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>
/// One way to misbehave, asked for by a parameter of the query: <c>/sim/401/basic?challenge=no-quotes</c>. Any number of them work together, in the order of
/// <see cref="TwistCatalogue"/>.
/// </summary>
internal abstract class Twist
{
    /// <summary>The name of the parameter.</summary>
    public abstract string Name { get; }

    /// <summary>What it is about.</summary>
    public abstract SimulatorGroup Group { get; }

    /// <summary>What it does.</summary>
    public abstract string Story { get; }

    /// <summary>What it may be set to; for numbers and texts, examples.</summary>
    public abstract ImmutableArray<TwistValue> Values { get; }

    /// <summary>The scheme in the path that it is about; null for any.</summary>
    public virtual string? Scheme => null;

    /// <summary>Whether only these values have a meaning.</summary>
    public virtual bool IsClosed => true;

    /// <summary>What is wrong with a value of one that is not closed, in words; null for nothing.</summary>
    public virtual string? FaultOf(string value) => null;

    /// <summary>Whether it takes good credentials for bad ones this time.</summary>
    public virtual bool Refuses(Judged judged, string value) => false;

    /// <summary>What it then says of them; null for what their scheme says of credentials that have ended.</summary>
    public virtual Refusal? Reason(string value) => null;

    /// <summary>Changes the answer.</summary>
    public virtual void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
    }
}
