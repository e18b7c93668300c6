using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Endpoints.Protected;

/// <summary>Basic for the user in the path, and 404 for everybody else, as httpbin has it.</summary>
internal sealed class HiddenBasicAuthEndpoint : SimulatedEndpoint
{
    public override string Path => "/hidden-basic-auth/{user}/{password}";

    public override SimulatorGroup Group => SimulatorGroup.Basic;

    public override string Story => "Lets in the user of the path with its password, by Basic, and tells everybody else that there is nothing (RFC 9110 §15.5.4). Clients that wait for a challenge never get in.";

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of("/hidden-basic-auth/anna/secret"),
        new(SimulatedCall.Get("/hidden-basic-auth/anna/secret"), SimulatedCall.Get("/hidden-basic-auth/anna/secret").With("Authorization", LoginParameters.Basic)) { Provokes = ["status/hidden-from-strangers"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var place = new ProtectedPlace([new BasicKind()]);
        var judged = await place.JudgeAsync(request, cancel);
        var answer = place.Answer(judged);
        if (judged.Decision.IsAdmitted)
            return answer;

        // Caches may keep a 404 (RFC 9110 §15.1): no-store stays.
        answer.Status = 404;
        answer.Remove("WWW-Authenticate");
        return answer;
    }
}
