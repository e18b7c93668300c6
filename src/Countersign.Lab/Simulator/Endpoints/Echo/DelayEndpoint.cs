using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Answers late.</summary>
internal sealed class DelayEndpoint : SimulatedEndpoint
{
    public override string Path => "/delay/{seconds}";

    public override SimulatorGroup Group => SimulatorGroup.Echo;

    public override string Story => "Says what came, after so many seconds, ten at most.";

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/delay/0.01")];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (EchoNumbers.Seconds(request.Route("seconds")!) is not { } delay)
            return new(400) { Diagnosis = new("a number of seconds", "something else") };
        var (content, refused) = await EchoContent.ReadAsync(request, cancel);
        if (refused is not null)
            return refused;
        var answer = EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get, content));
        answer.Delay = delay;
        return answer;
    }
}
