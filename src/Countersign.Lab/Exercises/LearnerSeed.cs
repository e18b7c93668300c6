using System.Collections.Immutable;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises;

/// <summary>What differs from one learner to the next: the same for the same name and seed.</summary>
/// <param name="Name">The learner.</param>
/// <param name="Chance">Where chance comes from.</param>
internal sealed record LearnerSeed(string Name, Seed Chance)
{
    /// <summary>One of some things.</summary>
    public T Pick<T>(string purpose, ImmutableArray<T> from) => from[Below(purpose, from.Length)];

    /// <summary>A number from 0 up to, and without, another.</summary>
    public int Below(string purpose, int end) => (int)(Chance.Number($"{Name} {purpose}") * end);
}
