using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Bearer;

/// <summary>Bearer with the one token of the path.</summary>
internal sealed class OneTokenEndpoint : SimulatedEndpoint
{
    public override string Path => "/bearer/{token}";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Lets in by Bearer (RFC 6750) with the token of the path, and refuses all others.";

    public override ImmutableArray<SimulatorParameter> Parameters => new OneTokenKind().Parameters;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of("/bearer/t0ken"),
        new(SimulatedCall.Get("/bearer/t0ken").With("Authorization", "Bearer t0ken")),
        new(SimulatedCall.Get("/bearer/t0ken").With("Authorization", "Bearer an0ther")) { Provokes = ["token/opaque"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var place = new ProtectedPlace([new OneTokenKind()]);
        return place.Answer(await place.JudgeAsync(request, cancel));
    }
}
