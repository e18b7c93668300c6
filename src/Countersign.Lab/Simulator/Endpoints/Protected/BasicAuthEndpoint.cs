using System.Collections.Immutable;
using System.Text;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Endpoints.Protected;

/// <summary>Basic for the user in the path, as httpbin has it.</summary>
internal sealed class BasicAuthEndpoint : SimulatedEndpoint
{
    public override string Path => "/basic-auth/{user}/{password}";

    public override SimulatorGroup Group => SimulatorGroup.Basic;

    public override string Story => "Lets in the user of the path with its password, by Basic (RFC 7617).";

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of("/basic-auth/anna/secret"),
        new(SimulatedCall.Get("/basic-auth/anna/secret"), SimulatedCall.Get("/basic-auth/anna/secret").With("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:secret"))}")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var place = new ProtectedPlace([new BasicKind()]);
        return place.Answer(await place.JudgeAsync(request, cancel));
    }
}
