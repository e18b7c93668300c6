using System.Collections.Immutable;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Serving;

/// <summary>The mark of answers of exercises.</summary>
internal sealed class LabEndpoint : SimulatedEndpoint
{
    public static LabEndpoint Instance { get; } = new();

    public override string Path => "/lab/{number:int}/{learner}/{**place}";

    public override SimulatorGroup Group => SimulatorGroup.Status;

    public override string Story => "The places of an exercise.";

    public override ImmutableArray<SimulatedVisit> Visits => [];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) => ValueTask.FromResult(new SimulatedAnswer(404));
}
