using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Digest;

/// <summary>The same, but who may not enter is told that there is nothing, so that no browser opens a dialog for a script.</summary>
internal sealed class HiddenDigestAuthEndpoint : SimulatedEndpoint
{
    private const string Example = "/hidden-digest-auth/auth/anna/secret/SHA-256";

    public override string Path => "/hidden-digest-auth/{qop}/{user}/{password}/{algorithm?}/{stale_after?}";

    public override SimulatorGroup Group => SimulatorGroup.Digest;

    public override string Story =>
        "As /digest-auth, with 404 in the place of 401. The challenge stays, for nobody can answer Digest without a nonce; RFC 9110 §11.6.1 allows it with any status, and browsers open no dialog for it.";

    public override ImmutableArray<SimulatorParameter> Parameters => DigestAuthEndpoint.AllParameters;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of(Example, "challenge/beyond-401"),
        new(SimulatedCall.Get(Example), SimulatedCall.Get(Example).Answering()) { Provokes = ["challenge/beyond-401", "status/hidden-from-strangers"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var answer = await DigestAuthEndpoint.JudgeAsync(request, cancel);
        if (answer.Status == 401)
            answer.Status = 404;
        return answer;
    }
}
