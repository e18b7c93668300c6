using System.Collections.Immutable;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;

namespace Countersign.Lab.Exercises.Records;

/// <summary>All that one learner did in one exercise since it was begun.</summary>
/// <param name="Learner">Whose it is.</param>
/// <param name="State">What the simulator below knows.</param>
internal sealed record ExerciseRecord(LearnerSeed Learner, SimulatorState State)
{
    /// <summary>The most exchanges that are kept; after that the oldest are forgotten.</summary>
    public const int MostKept = 2000;

    /// <summary>What the places remember of the learner.</summary>
    public SimulatedClient Memory { get; init; } = new(Learner.Name);

    /// <summary>What reached the places, the first first.</summary>
    public ImmutableArray<LabExchange> Exchanges { get; init; } = [];

    /// <summary>What was typed in, the first first.</summary>
    public ImmutableArray<LabAnswer> Answers { get; init; } = [];

    /// <summary>How many things were recorded so far.</summary>
    public int Count { get; init; }

    /// <summary>The last thing that was typed in and can be used; null for none.</summary>
    public LabAnswer? LastAnswer => Answers.LastOrDefault(answer => answer.Fault is null);

    /// <summary>What reached a place.</summary>
    public IEnumerable<LabExchange> At(string place) => Exchanges.Where(exchange => exchange.Place == place);

    /// <summary>The same with one more exchange.</summary>
    public ExerciseRecord With(LabExchange exchange) =>
        this with { Exchanges = (Exchanges.Length >= MostKept ? Exchanges.RemoveAt(0) : Exchanges).Add(exchange), Count = Math.Max(Count, exchange.Number) };

    /// <summary>The same with one more answer.</summary>
    public ExerciseRecord With(LabAnswer answer) =>
        this with { Answers = (Answers.Length >= MostKept ? Answers.RemoveAt(0) : Answers).Add(answer), Count = Math.Max(Count, answer.Number) };
}
