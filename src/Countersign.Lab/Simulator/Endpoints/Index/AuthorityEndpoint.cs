using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Echo;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>The certificate that clients have to trust for TLS.</summary>
internal sealed class AuthorityEndpoint : SimulatedEndpoint
{
    public override string Path => "/authority.pem";

    public override SimulatorGroup Group => SimulatorGroup.Index;

    public override string Story => "The certificate of the authority behind the simulator's own, to be trusted by the client under test and nothing else; 404 without TLS.";

    public override ImmutableArray<string> Methods => EchoCatalogue.Reading;

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/authority.pem")];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (request.State.Authority is not { } authority)
            return new(new SimulatedAnswer(404) { Diagnosis = new("a simulator that listens with TLS", "a request to one that does not") });
        var answer = new SimulatedAnswer(200);
        answer.SetText(authority.Pem + "\n", "application/x-pem-file");
        return new(answer);
    }
}
