using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>An address beside authentication that answers at once.</summary>
internal abstract class EchoAddress : SimulatedEndpoint
{
    public override SimulatorGroup Group => SimulatorGroup.Echo;

    public override ImmutableArray<string> Methods => EchoCatalogue.Reading;

    public override bool IsForScripts => true;

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) => ValueTask.FromResult(Answer(request));

    /// <summary>The answer.</summary>
    protected abstract SimulatedAnswer Answer(SimulatedRequest request);

    /// <summary>What is said where a part of the address has no meaning.</summary>
    protected static SimulatedAnswer Unknown(string expected, string received) => new(400) { Diagnosis = new(expected, received) };
}
