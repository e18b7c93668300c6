using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Protected;

/// <summary>The page that redirects to sign in lead to. Nobody can sign in there.</summary>
internal sealed class SignInEndpoint : SimulatedEndpoint
{
    public override string Path => SignInPage.Address;

    public override SimulatorGroup Group => SimulatorGroup.StatusChoice;

    public override string Story => "The page to sign in that redirects lead to. Nobody can sign in there: it is what programs get that follow such a redirect.";

    public override ImmutableArray<SimulatorParameter> Parameters => [new("return", "Where people would go on to.", "/")];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/sim/login")];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var answer = new SimulatedAnswer(200);
        answer.SetText(SignInPage.Text(request.Query("return") ?? "/"), SignInPage.MediaType);
        answer.Add("Cache-Control", "no-store");
        return ValueTask.FromResult(answer);
    }
}
