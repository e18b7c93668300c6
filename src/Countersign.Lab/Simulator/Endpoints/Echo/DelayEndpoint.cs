using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Answers late.</summary>
internal sealed class DelayEndpoint : SimulatedEndpoint
{
    public override string Path => "/delay/{seconds}";

    public override SimulatorGroup Group => SimulatorGroup.Echo;

    public override string Story => "Says what came, after so many seconds, ten at most.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/delay/0.01")];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (EchoNumbers.Seconds(request.Route("seconds")!) is not { } delay)
            return new(400) { Diagnosis = new("a number of seconds", "something else") };
        if (await EchoContent.ReadAsync(request, cancel) is not { } content)
            return new(400) { Diagnosis = new("content that its Content-Type tells the form of, up to 10 MiB", "something else, or more") };
        var answer = EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get, content));
        answer.Delay = delay;
        return answer;
    }
}
